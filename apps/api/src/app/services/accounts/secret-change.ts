import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Database } from '@flash/database';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Credentials } from './credentials.ts';

interface Secrets {
  secret: string;
  /** The one before the last change, or the next one; what is signed with it counts as well. */
  previous: string | null;
}

const COOKIE = /((?:__Secure-|__Host-)?better-auth\.[\w-]+=)([^;\s]+)/g;

/**
 * The accounts library verifies signatures with one secret only. What a client got under the other one is
 * handed to it as if it had been signed with this one.
 */
export function signedAnew({ secret, previous }: Secrets, shown: Credentials): Credentials {
  if (previous === null) {
    return shown;
  }
  const { cookie, authorization } = shown;
  const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const text = token && signedBy(previous, decoded(token));
  return {
    cookie: cookie?.replace(COOKIE, (pair, name: string, value: string) => {
      const signed = signedBy(previous, decoded(value));
      return signed === null
        ? pair
        : `${name}${encodeURIComponent(`${signed}.${mark(secret, signed)}`)}`;
    }),
    // A bare token needs no signature.
    authorization: text ? `Bearer ${text}` : authorization,
  };
}

/** What was signed, or null when it was signed with another secret. */
function signedBy(secret: string, value: string): string | null {
  const at = value.lastIndexOf('.');
  if (at <= 0) {
    return null;
  }
  const text = value.slice(0, at);
  const shown = Buffer.from(value.slice(at + 1), 'base64');
  const right = Buffer.from(mark(secret, text), 'base64');
  return shown.length === right.length && timingSafeEqual(shown, right) ? text : null;
}

const mark = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('base64');

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

interface SecondFactor {
  secret: string;
  backupCodes: string;
}

/**
 * Second factors are stored encrypted: what only the previous secret opens is encrypted with this one.
 * Several processes may do it at once; each change is made only to what was read.
 */
export async function encryptSecondFactors(
  { db }: Pick<Database, 'db'>,
  { secret, previous }: Secrets,
): Promise<number> {
  if (previous === null) {
    return 0;
  }
  const factors = db.collection<SecondFactor>('twoFactor');
  let changed = 0;
  for await (const factor of factors.find()) {
    const { _id, secret: key, backupCodes } = factor;
    if ((await open(secret, key)) !== null) {
      continue;
    }
    const texts = [await open(previous, key), await open(previous, backupCodes)];
    const [newKey, newCodes] = await Promise.all(
      texts.map((data) => (data === null ? null : symmetricEncrypt({ key: secret, data }))),
    );
    if (newKey && newCodes) {
      const { modifiedCount } = await factors.updateOne(
        { _id, secret: key, backupCodes },
        { $set: { secret: newKey, backupCodes: newCodes } },
      );
      changed += modifiedCount;
    }
  }
  return changed;
}

/** Null when it was encrypted with another secret. */
const open = (key: string, data: string): Promise<string | null> =>
  symmetricDecrypt({ key, data }).catch(() => null);
