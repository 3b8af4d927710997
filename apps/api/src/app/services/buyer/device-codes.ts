import { createHash, createSecretKey, hkdfSync, type KeyObject, randomInt } from 'node:crypto';
import type { DeviceCodes as StoredDeviceCodes } from '@flash/database';
import { drawToken, seal, unseal } from '@flash/shared-config';
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
  /** Whether the code of this place was used. */
  read(ticket: Ticket): Promise<{ expiresAt: number; usedAt: number | null } | null>;
}

export interface FoundPlace extends ShownTicket {
  /** Uses the code up; false when another device was faster. */
  take(): Promise<boolean>;
}

interface DeviceCodesDeps {
  stored: StoredDeviceCodes;
  tickets: Pick<Tickets, 'read'>;
  clock: Clock;
}

/**
 * The ticket of a place, for another device. What is stored is readable with the code alone, which is
 * stored nowhere.
 */
export function createDeviceCodes({ stored, tickets, clock }: DeviceCodesDeps): DeviceCodes {
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

    async look(code, callerKey) {
      const { hash, key } = secretsOf(code);
      const by = callerKey === null ? drawToken(16) : digest(callerKey);
      const found = await stored.find(hash, by, clock.now());
      const text = found && unseal(key, found.sealed, hash);
      // Null: signed with a secret that is no longer known.
      const ticket = text === null ? null : tickets.read(text);
      return text !== null && ticket
        ? { text, ticket, take: () => stored.use(hash, by, clock.now()) }
        : null;
    },

    read: (ticket) => stored.read(ticket),
  };
}

/** Two keys of one code that tell nothing about each other. */
function secretsOf(code: string): { hash: string; key: KeyObject } {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', code, 'flash-device', use, 32));
  return { hash: derive('find').toString('base64url'), key: createSecretKey(derive('seal')) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
