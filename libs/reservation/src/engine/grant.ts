import type { Cluster, Redis } from 'ioredis';
import type { Caller } from '../call/call.ts';
import { named, type Reader } from '../call/reply.ts';
import { checkId, liveSetKey } from '../keys.ts';
import { decodeEntry } from '../log.ts';
import type { GrantOutcome } from '../outcomes.ts';
import type { GrantBatch } from '../types.ts';

const idle = { 3: 'empty_line', 4: 'nothing_free', 5: 'paused', 6: 'window', 7: 'grace' } as const;

export function createGrant(call: Caller) {
  return async (saleId: string, batch: GrantBatch): Promise<GrantOutcome> => {
    const r = await call('grant', saleId, [
      checkId('token', batch.token),
      batch.max,
      batch.clearWake ? 1 : 0,
      batch.units?.join(' ') ?? '',
      batch.lockMs ?? '',
      batch.latestNow ?? '',
    ]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    if (code === 8) {
      return { kind: 'not_mine' };
    }
    const state = { waiting: r.number(), free: r.number(), epoch: r.number(), now: r.number() };
    if (code === 1) {
      return granted(r, state);
    }
    if (code === 2) {
      const { now: _, ...rest } = state;
      return { kind: 'check_units', units: r.text().split(' ').map(Number), ...rest };
    }
    return { kind: 'idle', why: named(idle, code), ...state };
  };
}

/** The holds are those of the entry that the script logged, so the two can never differ. */
function granted(
  r: Reader,
  before: { waiting: number; free: number; epoch: number; now: number },
): GrantOutcome {
  const n = r.number();
  const extensionsLeft = r.number();
  const entry = decodeEntry(n, r.text());
  if (entry.type !== 'grant') {
    throw new TypeError('grant logged something else');
  }
  const { expiresAt, price, mode } = entry;
  return {
    kind: 'granted',
    mode,
    holds: entry.holds.map((hold) => ({ ...hold, expiresAt, price, extensionsLeft })),
    waiting: before.waiting - entry.holds.length,
    free: before.free - entry.holds.length,
    epoch: before.epoch,
    now: before.now,
  };
}

/** Keeps drains from working twice; that nothing goes wrong without it is the scripts' business. */
export function createLock(call: Caller) {
  return {
    async lock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      return (await call.raw('lock', saleId, [], [checkId('token', token), ttlMs])) === 1;
    },
    async renewLock(saleId: string, token: string, ttlMs: number): Promise<boolean> {
      return (await call.raw('renewLock', saleId, [], [token, ttlMs])) === 1;
    },
    async unlock(saleId: string, token: string): Promise<boolean> {
      return (await call.raw('unlock', saleId, [], [token])) === 1;
    },
  };
}

/** Sales with recent joins. Losing a hint costs one idle interval, nothing else. */
export function createHints(redis: Redis | Cluster) {
  return {
    async hint(saleId: string): Promise<void> {
      await redis.sadd(liveSetKey, checkId('sale', saleId));
    },
    hinted: (): Promise<string[]> => redis.smembers(liveSetKey),
    async unhint(saleId: string): Promise<void> {
      await redis.srem(liveSetKey, saleId);
    },
  };
}
