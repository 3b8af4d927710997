import type { Cluster, Redis } from 'ioredis';
import { type Caller, isReply } from '../call/call.ts';
import type { Argument } from '../call/run-script.ts';
import { checkId, type KeyName, keysOf, stagedKey } from '../keys.ts';
import { encodeChange, oneLine } from '../log.ts';
import type { AdoptOutcome, MarkOutcome } from '../outcomes.ts';
import type { RestorePlan } from '../restore/plan.ts';
import type { SaleRules } from '../rules.ts';
import { ruleFields } from './rules.ts';

const CHUNK = 1_000;

export function createMark(call: Caller) {
  return async (saleId: string, epoch: number, damage = ''): Promise<MarkOutcome> => {
    const reply = await call.raw('mark', saleId, [], [epoch, oneLine(damage)]);
    const [code, why] = reply as [number, string];
    return code === 1 ? { kind: 'marked', damage: why } : { kind: 'refused' };
  };
}

export function createAdopt(call: Caller, now?: () => number) {
  return async (saleId: string, plan: RestorePlan, rules: SaleRules): Promise<AdoptOutcome> => {
    try {
      const parts = partsOf(plan);
      if (!(await stageAll(call, saleId, plan.epoch, parts))) {
        return { kind: 'refused' };
      }
      const args = adoptArguments(plan, rules, parts);
      const reply = await call.raw('adopt', saleId, [], now ? [...args, now()] : args);
      const [code, n, at] = reply as [number, number, number];
      return code === 1 ? { kind: 'adopted', epoch: plan.epoch, n, now: at } : { kind: 'refused' };
    } catch (error) {
      if (isReply(error, /OOM command not allowed/)) {
        return { kind: 'unavailable', why: 'memory' };
      }
      throw error;
    }
  };
}

export function createDrop(redis: Redis | Cluster) {
  return async (saleId: string): Promise<void> => {
    const keys = Object.values(keysOf(checkId('sale', saleId)));
    await redis.unlink(...keys, ...keys.map(stagedKey));
  };
}

interface Part {
  key: KeyName;
  type: 'hash' | 'zset';
  pairs: Argument[];
}

/** What is staged, in the order of adopt.lua. */
function partsOf(plan: RestorePlan): Part[] {
  const zset = (key: KeyName, pairs: Argument[]): Part => ({ key, type: 'zset', pairs });
  const hash = (key: KeyName, pairs: Argument[]): Part => ({ key, type: 'hash', pairs });
  const ranges = plan.unitsRetired.flatMap(({ from, to }) => [from, `${from}-${to}`]);
  return [
    hash('holds', [...holdRecords(plan), ...remainsRecords(plan), ...keyedRecords(plan)]),
    zset(
      'expiry',
      plan.holds.flatMap((hold) => [hold.expiresAt, hold.buyer]),
    ),
    hash('consumed', soldRecords(plan)),
    zset(
      'unitsFree',
      plan.unitsFree.flatMap((unit) => [unit, unit]),
    ),
    zset('unitsRetired', ranges),
    zset(
      'line',
      (plan.line ?? []).flatMap((place) => [place.seq, place.buyer]),
    ),
    hash(
      'networks',
      plan.networks.flatMap((one) => [one.buyer, one.network]),
    ),
    zset(
      'byNetwork',
      plan.networks.flatMap((one) => [0, `${one.network} ${one.buyer}`]),
    ),
    hash(
      'lost',
      plan.lost.flatMap((one) => [one.buyer, `${one.count} ${one.at}`]),
    ),
  ];
}

/** How many members a part has when all of it is there; its name stands first in a hash. */
function countOf({ type, pairs }: Part): number {
  const members = new Set<Argument>();
  for (let i = type === 'hash' ? 0 : 1; i < pairs.length; i += 2) {
    members.add(pairs[i] ?? '');
  }
  return members.size;
}

/** False as soon as another restore has taken over. */
async function stageAll(
  call: Caller,
  saleId: string,
  epoch: number,
  parts: readonly Part[],
): Promise<boolean> {
  const keys = keysOf(saleId);
  for (const { key, type, pairs } of parts) {
    for (let at = 0; at < pairs.length; at += 2 * CHUNK) {
      const args = [epoch, type, ...pairs.slice(at, at + 2 * CHUNK)];
      if ((await call.raw('stage', saleId, [stagedKey(keys[key])], args)) !== 1) {
        return false;
      }
    }
  }
  return true;
}

/** Records as the scripts keep them (lua/includes/hold.lua, sold.lua). */
function holdRecords(plan: RestorePlan): Argument[] {
  return plan.holds.flatMap((h) => [
    h.buyer,
    `h ${h.seq} ${h.unit} ${h.fence} ${h.expiresAt} ${h.price} ${h.extensions}${
      h.declined ? `  .${h.declined.count}.${h.declined.retryAt}` : ''
    }`,
  ]);
}

function remainsRecords(plan: RestorePlan): Argument[] {
  const letter = { expired: 'e', removed: 'r', left: 'l' } as const;
  return plan.remains.flatMap((r) => [r.buyer, `${letter[r.phase]} ${r.seq} ${r.at}`]);
}

function keyedRecords(plan: RestorePlan): Argument[] {
  return plan.keyed.flatMap(({ buyer, seq, at }) => [buyer, `w ${seq} ${at}`]);
}

function soldRecords(plan: RestorePlan): Argument[] {
  return plan.sold.flatMap((s) => [s.buyer, `${s.unit} ${s.attempt} ${s.orderId} ${s.seq} 0`]);
}

function adoptArguments(plan: RestorePlan, rules: SaleRules, parts: readonly Part[]): Argument[] {
  const free = plan.unitsFree.length + plan.unitTop - plan.nextUnit + 1;
  const entries = plan.entries.map((change) => {
    const { type, text } = encodeChange(change);
    return `${type}${text}`;
  });
  const fields = metaFields(plan, rules);
  return [
    plan.epoch,
    plan.how,
    free,
    plan.n,
    plan.graceMs,
    plan.lineRemove.length,
    plan.lineAdd.length,
    entries.length,
    fields.length,
    ...parts.map(countOf),
    ...plan.lineRemove,
    ...plan.lineAdd.flatMap((place) => [place.seq, place.buyer]),
    ...entries,
    ...fields.flat(),
  ];
}

function metaFields(plan: RestorePlan, rules: SaleRules): [string, Argument][] {
  return [
    ...ruleFields(rules),
    ['epoch', plan.epoch],
    ['storedN', plan.storedN],
    ['seq', plan.seq],
    ['fence', plan.fence],
    ['serving', plan.serving],
    ['granted', plan.granted],
    ['stock', plan.stock],
    ['unitTop', plan.unitTop],
    ['nextUnit', plan.nextUnit],
    ['wake', 0],
    ['shift', 0],
    ['halted', ''],
    ...plan.marks.map(({ epoch, seq }): [string, Argument] => [`mark:${epoch}`, seq]),
    ...plan.applied.map(({ id, floor }): [string, Argument] => [
      `adjust:${id}`,
      floor === null ? plan.stock : `floor ${floor}`,
    ]),
  ];
}
