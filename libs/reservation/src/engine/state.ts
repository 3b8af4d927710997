import type { LogEntry } from '@flash/fairness';
import type { Cluster, Redis } from 'ioredis';
import type { Caller } from '../call/call.ts';
import { parseHold, toNumber } from '../call/reply.ts';
import { runScript } from '../call/run-script.ts';
import { checkId, keysOf } from '../keys.ts';
import { decodeEntry, oneLine } from '../log.ts';
import type {
  AllowOutcome,
  FreezeOutcome,
  Glance,
  HaltOutcome,
  Seen,
  Snapshot,
  StoredOutcome,
  Unavailable,
} from '../outcomes.ts';
import type { KeyedPlace, SaleState, StateHold, StateRemains } from '../restore/plan.ts';
import { loadScripts } from '../scripts.ts';

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

/** Reads what a frozen sale still knows; several commands, because nothing can change meanwhile. */
export function createReadState(redis: Redis | Cluster) {
  return async (saleId: string): Promise<SaleState | null> => {
    const keys = keysOf(checkId('sale', saleId));
    const meta = await redis.hgetall(keys.meta);
    if (meta.n === undefined) {
      return null;
    }
    const number = (field: string) => toNumber(meta[field]);
    const shift = number('shift');
    const holds: StateHold[] = [];
    const remains: StateRemains[] = [];
    const keyed: KeyedPlace[] = [];
    await eachField(redis, keys.holds, (buyer, text) => {
      const [letter = '', ...words] = text.split(' ');
      if (letter === 'w') {
        keyed.push({ buyer, seq: toNumber(words[0]), at: toNumber(words[1]) });
        return;
      }
      const phase = phases[letter as keyof typeof phases];
      if (phase) {
        remains.push({ buyer, phase, seq: toNumber(words[0]), at: toNumber(words[1]) });
        return;
      }
      const { extensionsLeft: extensions, ...hold } = parseHold(buyer, words);
      const expiresAt = hold.expiresAt + shift;
      const declined = declinedOf(words[7]);
      holds.push({ ...hold, expiresAt, extensions, claimed: letter === 'c', ...declined });
    });
    const sold: SaleState['sold'][number][] = [];
    await eachField(redis, keys.consumed, (buyer, text) => {
      const [unit, attempt, , seq] = text.split(' ');
      sold.push({ buyer, unit: toNumber(unit), attempt: toNumber(attempt), seq: toNumber(seq) });
    });
    return {
      epoch: number('epoch'),
      n: number('n'),
      seq: number('seq'),
      serving: number('serving'),
      granted: number('granted'),
      unitTop: number('unitTop'),
      at: number('lastNow'),
      waiting: null,
      lineLength: await redis.zcard(keys.line),
      keyed,
      holds,
      remains,
      sold,
      networks: null,
      lost: null,
      told: meta,
      halted: meta.halted ?? '',
    };
  };
}

/** What hangs on to the token of a hold (lua/includes/hold.lua). */
function declinedOf(token = ''): Pick<StateHold, 'declined'> {
  const [, count, retryAt] = /\.(\d+)\.(\d+)$/.exec(token) ?? [];
  return count ? { declined: { count: toNumber(count), retryAt: toNumber(retryAt) } } : {};
}

const phases = { e: 'expired', r: 'removed', l: 'left' } as const;

async function eachField(
  redis: Redis | Cluster,
  key: string,
  take: (field: string, value: string) => void,
): Promise<void> {
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.hscan(key, cursor, 'COUNT', 1_000);
    for (let i = 0; i < found.length; i += 2) {
      const field = found[i] ?? '';
      // HSCAN may name a field twice while the table is being resized.
      if (!seen.has(field)) {
        seen.add(field);
        take(field, found[i + 1] ?? '');
      }
    }
    cursor = next;
  } while (cursor !== '0');
}

/** Sales of one call: a server must not be kept from others for more than a moment. */
const SALES = 200;

/**
 * Compares many sales with what was seen of them. One server is asked by few calls; of a cluster each sale is
 * asked by itself, because a script cannot read two slots, and the client sends all calls for one node at once.
 * Answers what could be read: a node that is away keeps no other from being read.
 */
export function createGlance(redis: Redis | Cluster) {
  const { glance } = loadScripts();
  const sales = redis.isCluster ? 1 : SALES;

  async function ask(part: readonly Seen[], isDeep: boolean): Promise<Glance> {
    const keys = part.map(({ saleId }) => keysOf(checkId('sale', saleId)).meta);
    const args = [isDeep ? 1 : 0, ...part.map(({ n }) => n)];
    const asked = performance.now();
    const reply = await runScript(redis, glance, keys, args);
    const [now, server, ...places] = reply as [number, string, ...number[]];
    const steady = performance.now();
    const saleIds = part.map(({ saleId }) => saleId);
    const moved = places.map((place) => saleIds[place - 1] ?? '');
    return { now, server, asked, steady, saleIds, moved };
  }

  return async (seen: readonly Seen[], isDeep: boolean): Promise<Glance[]> => {
    const asked: Promise<Glance>[] = [];
    for (let at = 0; at < seen.length; at += sales) {
      asked.push(ask(seen.slice(at, at + sales), isDeep));
    }
    const answers = await Promise.allSettled(asked);
    const given = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = answers.find((one) => one.status === 'rejected');
    if (failed && given.length === 0) {
      throw failed.reason;
    }
    return given;
  };
}

/** Stored entries that stay in Redis, so that a stream of notices can be resumed. */
const REPLAY_TAIL = 10_000;

export function createStored(call: Caller) {
  return async (
    saleId: string,
    upTo: { epoch: number; n: number; keep?: number },
  ): Promise<StoredOutcome> => {
    const r = await call('stored', saleId, [upTo.epoch, upTo.n, upTo.keep ?? REPLAY_TAIL]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const epoch = r.number();
    return code === 1
      ? { kind: 'noted', n: r.number(), storedN: r.number() }
      : { kind: 'stale', epoch };
  };
}

export function createReadLog(call: Caller) {
  return async (
    saleId: string,
    from: number,
    count: number,
    epoch?: number,
  ): Promise<LogEntry[]> => {
    const reply = await call.raw('readLog', saleId, [], [from, count, epoch ?? '']);
    const found = reply as [id: string, fields: string[]][];
    return found.map(([id, fields]) => decodeEntry(Number.parseInt(id, 10), fields[1] ?? ''));
  };
}
