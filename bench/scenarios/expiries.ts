import { setTimeout as sleep } from 'node:timers/promises';
import { createNotices } from '@flash/reservation';
import { waitFor } from '@flash/testing';
import { Redis } from 'ioredis';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { fillLine } from '../fill.ts';
import { perSecond } from '../stats.ts';

const HOLDS = Number(process.env.BENCH_HOLDS ?? 100_000);
const WAITING = Number(process.env.BENCH_WAITING ?? 1_000_000);
const HOLD_SECONDS = 45;
const PATIENCE_MS = 120_000;
/** The worker stops so long before the first hold is due, and goes on so long after the last one. */
const BEFORE_MS = 500;

interface Batch {
  at: number;
  count: number;
}

/**
 * All holds of a sale fall due at once, and a crowd waits for their units. The worker is kept from working
 * while they fall due, because it would otherwise take them back one by one as they were given.
 */
export const expiries: Scenario = {
  name: 'expiries',
  isLong: true,
  async run(bench) {
    const saleId = await bench.createSale({
      startingQuantity: HOLDS,
      fastPassPercent: 0,
      holdTtlSeconds: HOLD_SECONDS,
    });
    await bench.control(saleId, 'pause');
    const before = performance.now();
    await fillLine(bench.engine, saleId, { from: 0, count: HOLDS + WAITING });
    const filledMs = performance.now() - before;
    const { batches, stop } = await listen(bench, saleId);
    await bench.control(saleId, 'resume');
    const held = () => countOf(batches.grant);
    const what = 'the units to be held';
    await waitFor(() => held() >= HOLDS, { timeoutMs: PATIENCE_MS, intervalMs: 20, what });
    const given = batches.grant.splice(0);
    const asleep = await letAllFallDue(bench, given);
    const again = 'the units to be handed on';
    await waitFor(() => held() >= HOLDS, { timeoutMs: PATIENCE_MS, intervalMs: 20, what: again });
    await stop();
    await bench.control(saleId, 'end');
    const areOver = async () => {
      const shot = await bench.engine.snapshot(saleId);
      return shot.kind === 'snapshot' && shot.held === 0;
    };
    const over = 'the last holds to be over';
    await waitFor(areOver, { timeoutMs: PATIENCE_MS, intervalMs: 500, what: over });
    await bench.judge(saleId, { exempt: [asleep] });
    const atOnce = `${HOLDS.toLocaleString('en')} holds run out at once, ${WAITING.toLocaleString('en')} wait`;
    const begin = batches.expire[0]?.at ?? Number.NaN;
    const msUntil = (list: readonly Batch[]) => (list.at(-1)?.at ?? Number.NaN) - begin;
    return [
      figure(
        'joins by the engine, with the log stored',
        perSecond(HOLDS + WAITING, filledMs),
        '/s',
      ),
      figure(`${atOnce}: all taken back`, msUntil(batches.expire), 'ms'),
      figure(`${atOnce}: all handed on`, msUntil(batches.grant), 'ms', '≤ 2,000'),
      figure(`${atOnce}: first one handed on`, (batches.grant[0]?.at ?? Number.NaN) - begin, 'ms'),
    ];
  },
};

const figure = (what: string, value: number, unit: string, goal = '–'): Figure => {
  return { what, value, unit, goal };
};

const countOf = (list: readonly Batch[]) => list.reduce((sum, { count }) => sum + count, 0);

/** What the engine says of the sale, at the engine's own time. */
async function listen(bench: Bench, saleId: string) {
  const batches: Record<'grant' | 'expire', Batch[]> = { grant: [], expire: [] };
  const subscriber = new Redis(bench.stack.redis);
  const notices = await createNotices(subscriber);
  notices.on(({ saleId: of, entry }) => {
    if (of === saleId && (entry.type === 'grant' || entry.type === 'expire')) {
      batches[entry.type].push({ at: entry.at, count: entry.holds.length });
    }
  });
  const stop = async () => {
    await notices.close();
    subscriber.disconnect();
  };
  return { batches, stop };
}

/** Answers when the worker did nothing. */
async function letAllFallDue(
  bench: Bench,
  given: readonly Batch[],
): Promise<{ from: number; to: number }> {
  const worker = bench.pids.worker ?? 0;
  const dueAt = ({ at }: Batch) => at + HOLD_SECONDS * 1_000;
  const [first, last] = [given[0], given.at(-1)];
  if (!first || !last) {
    throw new Error('nothing was granted');
  }
  await sleep(Math.max(0, dueAt(first) - BEFORE_MS - Date.now()));
  const from = Date.now();
  process.kill(worker, 'SIGSTOP');
  try {
    await sleep(Math.max(0, dueAt(last) + BEFORE_MS - Date.now()));
  } finally {
    process.kill(worker, 'SIGCONT');
  }
  return { from, to: Date.now() };
}
