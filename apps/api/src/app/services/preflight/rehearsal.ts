import { setTimeout as sleep } from 'node:timers/promises';
import type { Sale } from '@flash/database';
import { bestEffort } from '@flash/shared-config';
import { REHEARSAL_PRODUCT, saleTermNames, ticketHeader } from '@flash/shared-types';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { systemActor } from '../shared/audit.ts';
import { adminSaleOf } from '../shared/wire.ts';

export interface RehearsalOptions {
  /** Where buyers reach the API. */
  api: string;
  bots: number;
  /** The sandbox declines on request; a provider that moves money is not asked. */
  asksToPay: boolean;
  withinMs?: number;
  /** Ends it early; the copy is still deleted. */
  signal?: AbortSignal | undefined;
}

export interface Rehearsed {
  bots: number;
  /** How many were offered a unit, and gave it back. */
  held: number;
  /** What went wrong, and how often; empty when nothing did. */
  problems: string[];
  slowestPressMs: number;
  tookMs: number;
}

/** Few units for many buyers, so that a line forms and moves. */
const UNITS_MAX = 20;
const HOLD_SECONDS = 60;
const LASTS_MS = 10 * 60_000;
const WITHIN_MS = 90_000;
const STORED_WITHIN_MS = 10_000;
const REMOVED_WITHIN_MS = (HOLD_SECONDS + 15) * 1_000;

/**
 * Plays the sale with bots, on a copy of it that no list shows: they press, wait, are offered a unit, have a
 * payment declined and give the unit back. Nothing is sold, because orders are kept for good and the copy goes.
 */
export async function rehearse(
  deps: Deps,
  sale: Sale,
  options: RehearsalOptions,
): Promise<Rehearsed> {
  await removeRehearsals(deps, deps.clock.now() - LASTS_MS);
  const copy = await deps.sales.create(systemActor, copyOf(deps, sale, options.bots), null);
  try {
    return await play(deps, copy, options);
  } finally {
    await removeCopy(deps, copy.id);
  }
}

/** Copies that a program left behind which was ended before it could delete them. */
async function removeRehearsals(deps: Deps, madeBefore: number): Promise<void> {
  const live = await deps.db.sales.listLive();
  const sales = await deps.db.sales.getMany(live.map(({ id }) => id));
  for (const { id, productId, createdAt } of sales) {
    if (productId === REHEARSAL_PRODUCT && createdAt < madeBefore) {
      await removeCopy(deps, id);
    }
  }
}

/** The terms of the sale, but for those that are about one buyer: all bots come from one address. */
function copyOf({ clock }: Deps, sale: Sale, bots: number) {
  const now = clock.now();
  const terms = Object.fromEntries(saleTermNames.map((name) => [name, sale[name]]));
  return {
    ...terms,
    name: `Rehearsal of ${sale.name}`.slice(0, 200),
    description: 'Made by a check before the sale, and deleted by it.',
    productId: REHEARSAL_PRODUCT,
    startsAt: new Date(now - 1_000).toISOString(),
    endsAt: new Date(now + LASTS_MS).toISOString(),
    startingQuantity: Math.max(1, Math.min(sale.stock, UNITS_MAX, Math.floor(bots / 2))),
    pricePerUnit: adminSaleOf(sale, now).pricePerUnit,
    currency: sale.currency,
    identity: 'guest' as const,
    holdTtlSeconds: Math.min(sale.holdTtlSeconds, HOLD_SECONDS),
    honourHoldsAfterEnd: false,
    placesPerNetwork: 0,
    holdsBeforeWait: 0,
    needsDeliveryAddress: false,
  };
}

async function play(deps: Deps, copy: Sale, options: RehearsalOptions): Promise<Rehearsed> {
  const { api, bots, asksToPay, signal, withinMs = WITHIN_MS } = options;
  const startedAt = performance.now();
  const deadline = startedAt + withinMs;
  const run = startedAt.toString(36).replace('.', '');
  const visits = await Promise.all(
    Array.from({ length: bots }, (_, index) => {
      const place = { email: `rehearsal-${run}-${index}@bots.flash.test`, flashSaleId: copy.id };
      return visit({ api, place, asksToPay, deadline, signal });
    }),
  );
  const tookMs = performance.now() - startedAt;
  const problems = counted(visits.flatMap(({ problem }) => problem ?? []));
  return {
    bots,
    held: visits.filter(({ held }) => held).length,
    problems: problems.length > 0 ? problems : await leftBehind(deps, copy),
    slowestPressMs: Math.round(Math.max(...visits.map(({ pressMs }) => pressMs))),
    tookMs: Math.round(tookMs),
  };
}

interface Visit {
  api: string;
  place: { email: string; flashSaleId: string };
  asksToPay: boolean;
  deadline: number;
  signal?: AbortSignal | undefined;
}

interface Visited {
  held: boolean;
  pressMs: number;
  problem: string | null;
}

interface Seen {
  status: number;
  state?: string;
  pollAfterMs?: number;
}

/** One buyer, from the press until the unit is given back. */
async function visit({ api, place, asksToPay, deadline, signal }: Visit): Promise<Visited> {
  let ticket = '';
  const startedAt = performance.now();
  let pressMs = 0;
  let held = false;
  try {
    let seen = await call('POST', '/orders/buy');
    pressMs = performance.now() - startedAt;
    while (seen.status === 200 && seen.state === 'waiting') {
      if (signal?.aborted || performance.now() > deadline) {
        return { held, pressMs, problem: 'was offered no unit in time' };
      }
      await sleep(Math.min(seen.pollAfterMs ?? 1_000, 1_000));
      seen = await call('GET', '/orders/position');
    }
    held = seen.state === 'held';
    if (!held) {
      return { held, pressMs, problem: `was answered ${seen.status} ${seen.state ?? ''}`.trim() };
    }
    const paid = asksToPay
      ? await call('POST', '/orders/confirm', { paymentToken: 'decline' })
      : null;
    const left = await call('POST', '/orders/leave');
    if (paid && paid.status !== 402) {
      return { held, pressMs, problem: `paid, and was answered ${paid.status} instead of 402` };
    }
    const problem = left.status === 200 ? null : `could not give its unit back (${left.status})`;
    return { held, pressMs, problem };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { held, pressMs, problem: `got no answer (${why})` };
  }

  async function call(method: string, path: string, more: object = {}): Promise<Seen> {
    const url = new URL(path, api);
    if (method === 'GET') {
      url.search = new URLSearchParams(place).toString();
    }
    const answer = await fetch(url, {
      method,
      headers: {
        ...(ticket && { [ticketHeader]: ticket }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ ...place, ...more }) }),
      signal: AbortSignal.timeout(15_000),
    });
    ticket = answer.headers.get(ticketHeader) ?? ticket;
    const body = (await answer.json().catch(() => ({}))) as Omit<Seen, 'status'>;
    return { ...body, status: answer.status };
  }
}

function counted(problems: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const problem of problems) {
    counts.set(problem, (counts.get(problem) ?? 0) + 1);
  }
  return [...counts].map(([problem, count]) =>
    count === 1 ? `a buyer ${problem}` : `${count} buyers, each ${problem}`,
  );
}

/** Once all have gone, every unit is free, and the worker has stored the whole log. */
async function leftBehind({ engine }: Deps, copy: Sale): Promise<string[]> {
  const deadline = performance.now() + STORED_WITHIN_MS;
  for (;;) {
    const seen = await engine.snapshot(copy.id);
    if (seen.kind !== 'snapshot') {
      return [`the state of the copy cannot be read (${seen.kind})`];
    }
    const { free, held, claimed, sold, waiting, stock, n, storedN } = seen;
    const isAtRest = free === stock && waiting === 0;
    if (isAtRest && storedN >= n) {
      return [];
    }
    if (performance.now() > deadline) {
      return isAtRest
        ? [`of ${n} entries of the log only ${storedN} are stored`]
        : [
            `${held} held, ${claimed} claimed, ${sold} sold and ${waiting} waiting were left behind`,
          ];
    }
    await sleep(50);
  }
}

/**
 * Ended first, which gives back what a bot holds that was cut off. What is still held keeps a sale from being
 * deleted, for as long as a hold lasts at most.
 */
async function removeCopy({ sales, log }: Deps, id: string): Promise<void> {
  const ending = sales.end(systemActor, id, 'The rehearsal is over.');
  await bestEffort(log, 'end a rehearsal', ending);
  const deadline = performance.now() + REMOVED_WITHIN_MS;
  for (;;) {
    try {
      await sales.remove(systemActor, id);
      return;
    } catch (error) {
      if (error instanceof AppError && error.code === 'SALE_NOT_FOUND') {
        return;
      }
      if (performance.now() > deadline) {
        throw new Error(`The copy ${id} could not be deleted. Delete it on the admin site.`, {
          cause: error,
        });
      }
    }
    await sleep(200);
  }
}
