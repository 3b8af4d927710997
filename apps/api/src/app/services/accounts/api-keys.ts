import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type ApiKey, type Database, hashOf } from '@flash/database';
import { bestEffort, type Logger } from '@flash/shared-config';
import { apiKeyPrefix } from '@flash/shared-types';
import { type Clock, createBatchLoader, MINUTE_MS } from '@flash/shared-utils';
import type { Credentials } from './credentials.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 190 random bits: nothing to guess, so a plain hash keeps them. */
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const HINT_LENGTH = 13;
const KEY = new RegExp(`^${apiKeyPrefix}(?:live|test)_[0-9A-Za-z]{38}$`);

/** `fsk_live_`, 32 random characters, and a checksum by which a scanner tells a real key without asking. */
export function newKeyText(isProduction: boolean): string {
  const letters = Array.from({ length: SECRET_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]);
  const text = `${apiKeyPrefix}${isProduction ? 'live' : 'test'}_${letters.join('')}`;
  return text + checksumOf(text);
}

/** Shown in lists, and far too short to guess the rest. */
export function hintOf(text: string): string {
  return text.slice(0, HINT_LENGTH);
}

/** CRC-32 of all that comes before it, in base 62. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let at = 0; at < CHECKSUM_LENGTH; at += 1) {
    digits = LETTERS[rest % LETTERS.length] + digits;
    rest = Math.floor(rest / LETTERS.length);
  }
  return digits;
}

export function isWholeKey(text: string): boolean {
  const isSum = text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));
  return KEY.test(text) && isSum;
}

/** What a request shows in the place of a session; null where its bearer is no API key at all. */
export function keyTextIn({ authorization }: Credentials): string | null {
  const bearer = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  return bearer?.startsWith(apiKeyPrefix) ? bearer : null;
}

/** How a key is named where a member is named by the id of the account. */
export function keyUserId({ id }: Pick<ApiKey, 'id'>): string {
  return `key_${id}`;
}

const KEPT_MS = 5_000;
const KEPT_MAX = 1_000;

interface Deps {
  db: Pick<Database, 'apiKeys' | 'members'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
  monotonicNow?: () => number;
}

interface Kept {
  key: Promise<ApiKey | null>;
  found: ApiKey | null;
  until: number;
}

export type KeyRing = ReturnType<typeof createKeyRing>;

/**
 * Finds keys by their text. Those that exist are kept for a moment, so that a program that polls costs
 * MongoDB one read in five seconds; what is revoked is forgotten at once, in every process.
 */
export function createKeyRing({ db, clock, log, monotonicNow = () => performance.now() }: Deps) {
  const kept = new Map<string, Kept>();
  const noted = new Map<string, number>();
  const load = createBatchLoader((hashes: string[]) => db.apiKeys.find(hashes));

  /** A removed owner must not keep access through a key that they made themselves. */
  async function lookUp(hash: string): Promise<ApiKey | null> {
    const key = await load(hash);
    const maker = key && (await db.members.get(key.createdBy));
    return maker?.role === 'owner' ? key : null;
  }

  function keep(hash: string): Kept {
    const entry: Kept = { key: lookUp(hash), found: null, until: monotonicNow() + KEPT_MS };
    if (kept.size >= KEPT_MAX) {
      kept.clear();
    }
    kept.set(hash, entry);
    const drop = () => kept.get(hash) === entry && kept.delete(hash);
    entry.key.then((found) => {
      entry.found = found;
      // Invented keys must not push out those that exist.
      if (!found) {
        drop();
      }
    }, drop);
    return entry;
  }

  function noteUse({ id }: ApiKey): void {
    const now = clock.now();
    if (now - (noted.get(id) ?? 0) >= MINUTE_MS) {
      noted.set(id, now);
      void bestEffort(
        log,
        'note the last use of an API key',
        db.apiKeys.noteUse(id, now, MINUTE_MS),
      );
    }
  }

  return {
    /** Null for a key that is unknown, has expired or was revoked, or whose maker is no longer an owner. */
    async find(text: string): Promise<ApiKey | null> {
      if (!isWholeKey(text)) {
        return null;
      }
      const hash = hashOf(text);
      const known = kept.get(hash);
      const entry = known && known.until > monotonicNow() ? known : keep(hash);
      const key = await entry.key;
      if (!key || (key.expiresAt !== null && key.expiresAt <= clock.now())) {
        return null;
      }
      noteUse(key);
      return key;
    },
    /** Of a key or of the member who made it. Answers by which names the forgotten keys called the API. */
    forget(userId: string): string[] {
      const found = [...kept.values()].flatMap((entry) => entry.found ?? []);
      // What is being looked up may be outdated, and there are few keys: all of them are looked up again.
      kept.clear();
      return found.filter(({ createdBy }) => createdBy === userId).map(keyUserId);
    },
  };
}
