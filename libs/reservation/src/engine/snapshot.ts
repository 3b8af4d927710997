import type { Caller } from '../call.ts';
import { oneLine } from '../log.ts';
import type {
  AllowOutcome,
  FreezeOutcome,
  HaltOutcome,
  Snapshot,
  Unavailable,
} from '../outcomes.ts';

export function createSnapshot(call: Caller) {
  return async (saleId: string): Promise<Snapshot | Unavailable> => {
    const r = await call('snapshot', saleId, []);
    if (r.kind === 'unavailable') {
      return r;
    }
    const counts = {
      free: r.number(),
      held: r.number(),
      claimed: r.number(),
      sold: r.number(),
      waiting: r.number(),
      now: r.number(),
    };
    const head = r.numberOrNull();
    const nextExpiryAt = r.numberOrNull();
    const lacksRules = r.number() === 1;
    const meta = r.fields();
    return {
      kind: 'snapshot',
      ...counts,
      oldest: head === null ? null : { seq: head },
      nextExpiryAt,
      epoch: meta.number(),
      n: meta.number(),
      seq: meta.number(),
      serving: meta.number(),
      fence: meta.number(),
      stock: meta.number(),
      granted: meta.number(),
      startsAt: meta.number(),
      endsAt: meta.number(),
      lobbyOpensAt: meta.number(),
      paused: meta.number() === 1,
      pauseReason: meta.text(),
      pauseSince: meta.number(),
      message: meta.text(),
      closed: meta.number() === 1,
      version: meta.number(),
      halted: meta.text(),
      graceUntil: meta.number(),
      storedN: meta.number(),
      server: meta.text(),
      lacksRules,
      logTypes: r.number(),
      nextLeaseAt: r.numberOrNull(),
    };
  };
}

export function createTime(call: Caller) {
  return async (saleId: string): Promise<number> => Number(await call.raw('time', saleId, [], []));
}

export function createAllow(call: Caller) {
  return async (saleId: string, number: number): Promise<AllowOutcome> => {
    const r = await call('allow', saleId, [number]);
    return r.kind === 'unavailable' ? r : { kind: 'allowed', logTypes: r.number() };
  };
}

export function createHalt(call: Caller) {
  return async (saleId: string, why: string, epoch?: number): Promise<HaltOutcome> => {
    const r = await call('halt', saleId, [oneLine(why) || 'unknown', epoch ?? '']);
    if (r.kind === 'unavailable') {
      return r;
    }
    return r.number() === 1 ? { kind: 'halted' } : { kind: 'stale', epoch: r.number() };
  };
}

export function createFreeze(call: Caller) {
  return async (saleId: string): Promise<FreezeOutcome> => {
    const r = await call('freeze', saleId, []);
    if (r.kind === 'unavailable') {
      return r;
    }
    return r.number() === 1 ? { kind: 'frozen' } : { kind: 'busy', holders: r.number() };
  };
}
