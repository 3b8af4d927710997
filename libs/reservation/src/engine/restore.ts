import type { Cluster, Redis } from 'ioredis';
import { type Argument, type Caller, isReply } from '../call.ts';
import { encodeChange } from '../encode.ts';
import { checkId, type KeyName, keysOf, stagedKey } from '../keys.ts';
import type { AdoptOutcome, MarkOutcome } from '../outcomes.ts';
import type { RestorePlan } from '../restore-plan.ts';
import type { SaleRules } from '../rules.ts';
import { ruleFields } from './rules.ts';

const chunk = 1_000;

export function createMark(call: Caller) {
  return async (saleId: string, epoch: number): Promise<MarkOutcome> => ({
    kind: (await call.raw('mark', saleId, [], [epoch])) === 1 ? 'marked' : 'refused',
  });
}

export function createAdopt(call: Caller, now?: () => number) {
  return async (saleId: string, plan: RestorePlan, rules: SaleRules): Promise<AdoptOutcome> => {
    try {
      if (!(await stageAll(call, saleId, plan))) {
        return { kind: 'refused' };
      }
      const args = adoptArguments(plan, rules);
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

/** False as soon as another restore has taken over. */
async function stageAll(call: Caller, saleId: string, plan: RestorePlan): Promise<boolean> {
  const keys = keysOf(saleId);
  const parts: [KeyName, 'hash' | 'zset', Argument[]][] = [
    ['line', 'zset', (plan.line ?? []).flatMap((place) => [place.seq, place.buyer])],
    ['holds', 'hash', [...holdRecords(plan), ...remainsRecords(plan)]],
    ['expiry', 'zset', plan.holds.flatMap((hold) => [hold.expiresAt, hold.buyer])],
    ['consumed', 'hash', soldRecords(plan)],
    ['unitsFree', 'zset', plan.unitsFree.flatMap((unit) => [unit, unit])],
    ['unitsRetired', 'zset', plan.unitsRetired.flatMap(({ from, to }) => [from, `${from}-${to}`])],
  ];
  for (const [name, type, pairs] of parts) {
    for (let at = 0; at < pairs.length; at += 2 * chunk) {
      const args = [plan.epoch, type, ...pairs.slice(at, at + 2 * chunk)];
      if ((await call.raw('stage', saleId, [stagedKey(keys[name])], args)) !== 1) {
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
    `h ${h.seq} ${h.unit} ${h.fence} ${h.expiresAt} ${h.price} ${h.extensions}`,
  ]);
}

function remainsRecords(plan: RestorePlan): Argument[] {
  const letter = { expired: 'e', removed: 'r', left: 'l' } as const;
  return plan.remains.flatMap((r) => [r.buyer, `${letter[r.phase]} ${r.seq} ${r.at}`]);
}

function soldRecords(plan: RestorePlan): Argument[] {
  return plan.sold.flatMap((s) => [s.buyer, `${s.unit} ${s.attempt} ${s.orderId} ${s.seq} 0`]);
}

function adoptArguments(plan: RestorePlan, rules: SaleRules): Argument[] {
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
    ...plan.applied.map(({ id }): [string, Argument] => [`adjust:${id}`, plan.stock]),
  ];
}
