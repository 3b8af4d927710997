import { idPattern, normaliseEmail } from '@flash/shared-utils';
import { z } from 'zod';
import { saleBounds } from './sale/sale-terms.ts';

/** Year 3000 in ms: later times would lose digits where the engine turns numbers into text. */
const LATEST_MS = 32_503_680_000_000;
const EMAIL =
  /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}\p{Cs}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

export const id = z.string().regex(idPattern, 'must be 1 to 64 letters, digits, - or _');

/** Comes out in the one spelling that stands for the mailbox. */
export const email = z
  .string()
  .max(320)
  .overwrite(normaliseEmail)
  .max(254)
  .regex(EMAIL, 'must be an e-mail address');

/** One line of text for people: trimmed, without control characters or broken Unicode. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** Text of several lines. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'must not contain control characters');

/** A time in a request: ISO 8601 with `Z` or an offset. */
export const time = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with Z or an offset' })
  .refine((value) => Date.parse(value) >= 0 && Date.parse(value) < LATEST_MS, {
    message: 'must be between 1970 and 3000',
  });

/** A time in an answer: ISO 8601, UTC. */
export const utc = z.iso.datetime();

export const count = z.int().min(0);
export const minorUnits = z.int().min(0);
export const quantity = z
  .int()
  .min(saleBounds.startingQuantity.min)
  .max(saleBounds.startingQuantity.max);
export const reason = line(500).min(1, 'must say why');

/** Keyed digest of an IPv4 address or an IPv6 /48, or of a /48 and a /64 in it with a dot between. */
export const network = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}(\.[A-Za-z0-9_-]{1,32})?$/, 'must be the digest of a network');

/** Opaque id of a buyer; short, because it is a member of every set of its sale. */
export const buyerId = z.string().regex(/^[A-Za-z0-9_-]{1,24}$/);

export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/, 'must be an IANA time zone')
  .refine(isTimeZone, 'must be an IANA time zone');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
