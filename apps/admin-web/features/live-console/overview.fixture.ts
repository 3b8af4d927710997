import type { HistoryPoint, QueueOverview } from '@flash/shared-types';

export const t0 = Date.parse('2026-06-01T10:12:00.000Z');
export const at = (seconds: number): string => new Date(t0 + seconds * 1_000).toISOString();

/** A sale in full swing at `t0`. */
export function anOverview(differs: Partial<QueueOverview> = {}): QueueOverview {
  return {
    flashSaleId: 'sale-1',
    name: 'Night Runner 2',
    phase: 'open',
    stock: 500,
    free: 100,
    held: 80,
    claimed: 8,
    sold: 312,
    waiting: 240,
    joined: 740,
    served: 500,
    oldestWaitMs: 42_000,
    nextExpiryAt: at(180),
    message: null,
    pause: null,
    restoring: false,
    halted: null,
    epoch: 1,
    n: 1_204,
    serverNow: at(0),
    countedAt: at(0),
    outcomes: {
      bought: 314,
      expired: 4,
      left: 2,
      released: 0,
      removed: 0,
      declined: 3,
      refunded: 2,
    },
    rates: { joins: 12.4, grants: 0.6, confirms: 3.2 },
    waitMs: { p50: 41_000, p95: 44_200 },
    mode: 'normal',
    fastPassThreshold: 5,
    worker: { alive: true, lastSeenAt: at(0), at: at(0) },
    redis: { ok: true, latencyMs: 0.4, at: at(0) },
    database: { ok: true, latencyMs: 1.2, at: at(0) },
    history: [],
    ...differs,
  };
}

export const aPoint = (seconds: number, differs: Partial<HistoryPoint> = {}): HistoryPoint => ({
  at: at(seconds),
  joined: 0,
  granted: 0,
  sold: 0,
  waiting: 0,
  ...differs,
});
