import { setTimeout as sleep } from 'node:timers/promises';
import { createSeeded } from '@flash/testing';
import { type Crowd, sendBuyers, type Turn, usualHabits } from './bots.ts';
import { diagnose } from './diagnosis.ts';
import type { Fault, Harm, Scene } from './faults/fault.ts';
import { judge } from './judge.ts';
import { openSale } from './open-sale.ts';
import type { Line } from './schedule.ts';
import type { World } from './world.ts';

export interface Plan extends Line {
  seed: number;
}

export interface Told {
  /** Fault → what a third party saw of it. */
  seen: Record<string, string>;
  breaches: string[];
  /** Where buyers came to no end: what each part was at when they had waited long enough. */
  diagnosis: string[];
  calls: number;
  orders: number;
  /** The longest time in which no buyer was told of a hold or an order, while some waited. */
  longestPauseMs: number;
  seconds: number;
}

/** Nearly enough for all: what is paid for to the end is there to be harmed. */
const STOCK_SHARE = 0.85;
const BUYERS = { least: 24, perSecond: 10 };
const HOLD_SECONDS = 5;
/** Before the first fault, and between two that follow each other. */
const CALM_MS = 500;
/** What it takes to do a fault and to heal it, besides the time that it lasts. */
const HANDS_MS = 800;
/** So long no buyer was told of a hold or an order: a hold that runs out, and what I6 and I10 allow under faults. */
const STILL_MS = 15_000;
/** What is broken once is often broken in each call that follows. */
const BREACHES_MAX = 12;
const VISIT_MS_MAX = 120_000;

/** A sale with buyers and faults, judged when it has come to rest. */
export async function playRound(world: World, plan: Plan): Promise<Told> {
  const startedAt = performance.now();
  const chance = createSeeded(plan.seed);
  for (const fault of plan.faults) {
    await fault.prepare?.(world, chance);
  }
  const lasts = plan.faults.map(({ lastsMs: { from, to } }) => from + chance.below(to - from + 1));
  const turns = turnsOf(plan.isTogether ? [Math.max(...lasts)] : lasts);
  const saleId = await openSale(world, {
    ...{ name: 'Chaos', startingQuantity: stockFor(turns), fastPassPercent: 10 },
    ...{ holdTtlSeconds: HOLD_SECONDS, extensionSeconds: 2 },
    ...Object.assign({}, ...plan.faults.map((fault) => fault.sale?.(Date.now()))),
  });
  const habits = Object.assign({ ...usualHabits }, ...plan.faults.map((fault) => fault.habits));
  const crowd = sendBuyers({ ...{ saleId, apis: world.apis, turns, habits, chance } });
  const scene: Scene = { world, saleId, chance, crowd };
  const seen: Record<string, string> = {};
  crowd.open(0);
  await sleep(CALM_MS);
  const harmed = { from: Date.now(), to: 0 };
  const play = async (fault: Fault, i: number) => {
    seen[fault.id] = '';
    try {
      const harm: Harm = await fault.inject(scene);
      await sleep(lasts[i] ?? 0);
      seen[fault.id] = await harm.heal();
    } catch (error) {
      crowd.breaches.push(`${fault.id} could not be done: ${String(error)}`);
    }
  };
  if (plan.isTogether) {
    await Promise.all(plan.faults.map(play));
  } else {
    for (const [i, fault] of plan.faults.entries()) {
      crowd.open(i);
      await play(fault, i);
      await sleep(CALM_MS);
    }
  }
  await world.heal();
  harmed.to = Date.now();
  const diagnosis = await finish(crowd, () => diagnose(world, saleId));
  const breaches = await judge({ world, saleId, crowd, faults: plan.faults, harmed });
  const unseen = plan.faults.filter(({ id }) => !seen[id]);
  breaches.unshift(...unseen.map(({ id }) => `UNSEEN ${id}: no third party saw it`));
  // What is over is no work for the next round.
  await world.own.database.sales.update(saleId, { status: 'archived' });
  return {
    ...{
      seen,
      breaches: breaches.slice(0, BREACHES_MAX),
      diagnosis,
      calls: crowd.operations().length,
      orders: crowd.orders.size,
    },
    longestPauseMs: Math.round(longestPause(crowd.served)),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
}

/**
 * Buyers come with each fault, not by the clock alone: on a slow machine a fault takes long to be done and healed, and
 * the last one would find no buyer left who could be harmed by it.
 */
function turnsOf(lasts: readonly number[]): Turn[] {
  return lasts.map((ms) => {
    const withinMs = 2 * CALM_MS + HANDS_MS + ms;
    const least = Math.ceil(BUYERS.least / lasts.length);
    return { count: least + Math.round((BUYERS.perSecond * withinMs) / 1_000), withinMs };
  });
}

/** Half of those who come with the last fault find a unit even if each buyer before them has taken one. */
function stockFor(turns: readonly Turn[]): number {
  const count = turns.reduce((sum, turn) => sum + turn.count, 0);
  const last = turns.at(-1)?.count ?? 0;
  return Math.max(Math.round(count * STOCK_SHARE), count - Math.floor(last / 2));
}

/** Until each buyer has come to an end, or none was served for so long that none will be: then it looks why. */
async function finish(crowd: Crowd, look: () => Promise<string[]>): Promise<string[]> {
  const startedAt = performance.now();
  let looking: Promise<string[]> | undefined;
  const timer = setInterval(() => {
    const now = performance.now();
    const servedAt = Math.max(startedAt, ...crowd.served);
    if (now - servedAt > STILL_MS || now - startedAt > VISIT_MS_MAX) {
      looking ??= look();
      crowd.close();
    }
  }, 250);
  await crowd.done;
  clearInterval(timer);
  const seen = await looking;
  return crowd.unfinished().length > 0 ? (seen ?? []) : [];
}

function longestPause(served: readonly number[]): number {
  const times = [...served].sort((a, b) => a - b);
  return times.reduce((most, at, i) => Math.max(most, at - (times[i - 1] ?? at)), 0);
}
