import { createHash, type KeyObject, randomInt } from 'node:crypto';
import type { MailConsents, MailLink, DeviceCodes as StoredDeviceCodes } from '@flash/database';
import { deriveBytes, deriveKey, drawToken, mailLinkKey, seal, unseal } from '@flash/shared-config';
import { type Clock, DAY_MS, drawDeviceCode } from '@flash/shared-utils';
import type { Ticket, Tickets } from './tickets.ts';

/** A code works so long. */
export const DEVICE_CODE_MS = DAY_MS;

interface ShownTicket {
  text: string;
  ticket: Ticket;
}

export interface DeviceCodes {
  /** A code for the place of this ticket; the one before no longer works. */
  make(shown: ShownTicket): Promise<{ code: string; expiresAt: number }>;
  /**
   * What the code opens, without using it up; null when it is unknown, was used or has run out. `key` is a
   * secret of the caller: a call whose answer was lost is repeated with it.
   */
  look(code: string, key: string | null): Promise<FoundPlace | null>;
  /** A code for the links of mails: it works more than once, and for as long as mail is wanted. */
  makeLink(shown: ShownTicket): MailLink;
  /** Whether the code of this place was used. */
  read(ticket: Ticket): Promise<{ expiresAt: number; usedAt: number | null } | null>;
}

export interface FoundPlace extends ShownTicket {
  /** Of a mail: it opens nothing once the sale is over. */
  isLink: boolean;
  /** Uses the code up; false when another device was faster. */
  take(): Promise<boolean>;
}

interface DeviceCodesDeps {
  stored: StoredDeviceCodes;
  wishes: Pick<MailConsents, 'byLink'>;
  /** Signs tickets; what is derived from it reads the codes in links, which the database alone cannot. */
  secret: string;
  tickets: Pick<Tickets, 'read'>;
  clock: Clock;
}

/**
 * The ticket of a place, for another device. What is stored is readable with the code alone, which is
 * stored nowhere.
 */
export function createDeviceCodes(deps: DeviceCodesDeps): DeviceCodes {
  const { stored, wishes, tickets, clock } = deps;

  /** What is sealed under this code, if it is what it was when it was sealed. */
  function open({ hash, key }: Secrets, sealed: string | undefined): ShownTicket | null {
    const text = sealed === undefined ? null : unseal(key, sealed, hash);
    // Null: signed with a secret that is no longer known.
    const ticket = text === null ? null : tickets.read(text);
    return text !== null && ticket ? { text, ticket } : null;
  }

  return {
    async make({ text, ticket }) {
      const code = drawDeviceCode((max) => randomInt(max));
      const { hash, key } = secretsOf(code);
      const now = clock.now();
      const expiresAt = now + DEVICE_CODE_MS;
      const { saleId, buyer, seq } = ticket;
      const sealed = seal(key, text, hash);
      await stored.put({ saleId, buyer, seq, hash, sealed, now, expiresAt });
      return { code, expiresAt };
    },

    makeLink({ text, ticket }) {
      const code = drawDeviceCode((max) => randomInt(max));
      const { hash, key } = secretsOf(code);
      const { saleId, buyer } = ticket;
      const token = seal(mailLinkKey(deps.secret), code, `${saleId}/${buyer}`);
      return { hash, ticket: seal(key, text, hash), token };
    },

    async look(code, callerKey) {
      const secrets = secretsOf(code);
      const { hash } = secrets;
      const by = callerKey === null ? drawToken(16) : digest(callerKey);
      const found = open(secrets, (await stored.find(hash, by, clock.now()))?.sealed);
      if (found) {
        const take = () => stored.use(hash, by, clock.now());
        return { ...found, isLink: false, take };
      }
      const linked = open(secrets, (await wishes.byLink(hash))?.link?.ticket);
      return linked && { ...linked, isLink: true, take: async () => true };
    },

    read: (ticket) => stored.read(ticket),
  };
}

interface Secrets {
  hash: string;
  key: KeyObject;
}

/** Two keys of one code that tell nothing about each other. */
function secretsOf(code: string): Secrets {
  return {
    hash: deriveBytes(code, 'flash-device', 'find').toString('base64url'),
    key: deriveKey(code, 'flash-device', 'seal'),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
