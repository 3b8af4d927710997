import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Sale } from '@flash/database';
import { leafNonce } from '@flash/fairness';
import { deriveBytes, deriveKey, seal, unseal } from '@flash/shared-config';

/** Signed proof of a place. In a guest sale its bearer is the guest. */
export type Ticket = Readonly<TicketFields>;

export interface NewTicket {
  sale: Pick<Sale, 'id' | 'leafKey'>;
  buyer: string;
  seq: number;
  epoch: number;
  joinedAt: number;
  /** Null where an account is the proof. */
  email: string | null;
}

export interface Tickets {
  issue(place: NewTicket): string;
  /** The ticket if we signed it, with this secret or the previous one; null for anything else. */
  read(text: string | undefined): Ticket | null;
  emailOf(ticket: Ticket): string | null;
  /** The same where it costs nothing; undefined: it would have to be decrypted. */
  knownEmailOf(ticket: Ticket): string | undefined;
}

/** A buyer who polls shows the same ticket each time. */
const READ_LATELY_MAX = 10_000;

export function createTickets(options: { secret: string; previous?: string | null }): Tickets {
  const current = ticketKeys(options.secret);
  const known = options.previous ? [current, ticketKeys(options.previous)] : [current];
  // By the whole text, mark included: only what was signed here, or was verified before, is in it.
  const lately = createRecentlyUsed<Ticket>(READ_LATELY_MAX);
  const emails = new WeakMap<Ticket, string>();

  return {
    issue({ sale, buyer, seq, epoch, joinedAt, email }) {
      const ticket: Ticket = {
        saleId: sale.id,
        buyer,
        seq,
        epoch,
        joinedAt,
        nonce: leafNonce(sale, buyer),
        keyId: current.id,
        sealed: email === null ? '' : seal(current.seal, email, bound(sale.id, buyer)),
      };
      const fields = writeFields(ticket);
      const text = `${fields}.${sign(current.sign, fields)}`;
      lately.set(text, ticket);
      if (email !== null) {
        emails.set(ticket, email);
      }
      return text;
    },

    read(text) {
      if (!text) {
        return null;
      }
      const before = lately.get(text);
      if (before) {
        return before;
      }
      const ticket = readFields(text);
      const keys = ticket && known.find((one) => one.id === ticket.keyId);
      if (!keys) {
        return null;
      }
      const { signed, mark, ...fields } = ticket;
      // Compared as text: the last character has unused bits that decoding would let pass.
      const given = Buffer.from(mark);
      const right = Buffer.from(sign(keys.sign, signed));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        return null;
      }
      lately.set(text, fields);
      return fields;
    },

    emailOf(ticket) {
      const before = emails.get(ticket);
      if (before !== undefined) {
        return before;
      }
      const keys = known.find((one) => one.id === ticket.keyId);
      if (!keys || ticket.sealed === '') {
        return null;
      }
      const email = unseal(keys.seal, ticket.sealed, bound(ticket.saleId, ticket.buyer));
      if (email !== null) {
        emails.set(ticket, email);
      }
      return email;
    },

    knownEmailOf: (ticket) => emails.get(ticket),
  };
}

function sign(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function bound(saleId: string, buyer: string): string {
  return `${saleId}.${buyer}`;
}

/** A ticket's fields in the order they are written; no field may hold a dot. */
interface TicketFields {
  saleId: string;
  seq: number;
  buyer: string;
  epoch: number;
  joinedAt: number;
  nonce: string;
  keyId: string;
  /** The guest's e-mail, encrypted; empty for accounts. */
  sealed: string;
}

const VERSION = 't1';
const PART = /^[A-Za-z0-9_-]*$/;
const LONGEST = 1_024;

/** What is signed. Short numbers and no JSON: a browser sends one cookie for every sale it joined. */
function writeFields(ticket: TicketFields): string {
  const { saleId, seq, buyer, epoch, joinedAt, nonce, keyId, sealed } = ticket;
  return `${VERSION}.${saleId}.${seq.toString(36)}.${buyer}.${epoch.toString(36)}.${joinedAt.toString(36)}.${nonce}.${keyId}.${sealed}`;
}

function readFields(text: string): (TicketFields & { signed: string; mark: string }) | null {
  if (text.length > LONGEST) {
    return null;
  }
  const parts = text.split('.');
  if (parts.length !== 10 || !parts.every((part) => PART.test(part))) {
    return null;
  }
  const [version, saleId, seq, buyer, epoch, joinedAt, nonce, keyId, sealed, mark] =
    parts as TenTexts;
  if (version !== VERSION) {
    return null;
  }
  return {
    saleId,
    buyer,
    nonce,
    keyId,
    sealed,
    mark,
    seq: Number.parseInt(seq, 36),
    epoch: Number.parseInt(epoch, 36),
    joinedAt: Number.parseInt(joinedAt, 36),
    signed: text.slice(0, text.length - mark.length - 1),
  };
}

type TenTexts = [string, string, string, string, string, string, string, string, string, string];

/** What one secret is used for, each with a key of its own. */
interface TicketKeys {
  id: string;
  sign: KeyObject;
  seal: KeyObject;
}

const OWNER = 'flash-ticket';

function ticketKeys(secret: string): TicketKeys {
  return {
    // Names the secret without telling anything about it, so a reader knows which one to take.
    id: deriveBytes(secret, OWNER, 'id', 6).toString('base64url'),
    // Made once: from bytes, each signature would make a key of its own first.
    sign: deriveKey(secret, OWNER, 'sign'),
    seal: deriveKey(secret, OWNER, 'seal'),
  };
}

/** What was used lately, by name: at least the last `max` names, and never more than twice as many. */
interface RecentlyUsed<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
}

/** Two halves: when the younger one is full the older one is forgotten as a whole, which costs nothing per name. */
export function createRecentlyUsed<Value>(max: number): RecentlyUsed<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(name: string, value: Value): void {
    if (young.size >= max) {
      old = young;
      young = new Map();
    }
    young.set(name, value);
  }

  return {
    get(name) {
      const known = young.get(name);
      if (known !== undefined) {
        return known;
      }
      const older = old.get(name);
      if (older !== undefined) {
        set(name, older);
      }
      return older;
    },
    set,
  };
}
