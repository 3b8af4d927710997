import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sale } from '@flash/database';
import { leafNonce } from '@flash/fairness';
import { ticketKeys } from './ticket-keys.ts';
import { seal, unseal } from './ticket-seal.ts';
import { readFields, type TicketFields, writeFields } from './ticket-text.ts';

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
}

export function createTickets(options: { secret: string; previous?: string | null }): Tickets {
  const current = ticketKeys(options.secret);
  const known = options.previous ? [current, ticketKeys(options.previous)] : [current];

  return {
    issue({ sale, buyer, seq, epoch, joinedAt, email }) {
      const fields = writeFields({
        saleId: sale.id,
        buyer,
        seq,
        epoch,
        joinedAt,
        nonce: leafNonce(sale, buyer),
        keyId: current.id,
        sealed: email === null ? '' : seal(current.seal, email, bound(sale.id, buyer)),
      });
      return `${fields}.${sign(current.sign, fields)}`;
    },

    read(text) {
      if (!text) return null;
      const ticket = readFields(text);
      const keys = ticket && known.find((one) => one.id === ticket.keyId);
      if (!keys) return null;
      const { signed, mark, ...fields } = ticket;
      // Compared as text: the last character has unused bits that decoding would let pass.
      const given = Buffer.from(mark);
      const right = Buffer.from(sign(keys.sign, signed));
      return given.length === right.length && timingSafeEqual(given, right) ? fields : null;
    },

    emailOf(ticket) {
      const keys = known.find((one) => one.id === ticket.keyId);
      if (!keys || ticket.sealed === '') return null;
      return unseal(keys.seal, ticket.sealed, bound(ticket.saleId, ticket.buyer));
    },
  };
}

function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function bound(saleId: string, buyer: string): string {
  return `${saleId}.${buyer}`;
}
