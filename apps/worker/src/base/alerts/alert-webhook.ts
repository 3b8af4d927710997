import { setTimeout as sleep } from 'node:timers/promises';
import { alertKey } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import { backoffMs } from '@flash/shared-utils';
import type { Cluster, Redis } from 'ioredis';
import type { Counter } from 'prom-client';
import type { Alert, AlertKind } from './alerts.ts';

/** Posts alerts to where a person sees them. Raising one costs its caller nothing. */
export interface AlertWebhook {
  send: Alert;
  /** Gives what is still to be sent a last moment. */
  close(): Promise<void>;
}

interface WebhookDeps {
  /** Null: alerts are only counted and logged. */
  url: string | null;
  redis: Redis | Cluster;
  log: Logger;
  counter: Counter<'result'>;
  /** Shorter in tests. */
  times?: Partial<typeof TIMES>;
}

interface Message {
  kind: AlertKind;
  saleId: string | null;
  details: Record<string, unknown>;
  at: Date;
  /** How often it was raised here since it was sent last. */
  count: number;
}

const TIMES = {
  /** The same alert of the same sale is sent again after this time, if it is still raised. */
  repeatMs: 15 * 60_000,
  /** One process sends for all of them; one that dies on the way is followed after this time. */
  claimMs: 90_000,
  /** For one request. */
  requestMs: 5_000,
  retry: { baseMs: 1_000, capMs: 30_000 },
  /** The longest wait that a receiver may ask for by Retry-After. */
  retryAfterMaxMs: 30_000,
  closeMs: 2_000,
};
const TRIES = 5;
/** Different alerts that wait to be sent; what comes on top is in the log and in the counters. */
const WAITING_MAX = 100;

interface Answer {
  kind: 'taken' | 'refused' | 'again';
  /** How long the receiver asks to be left alone. */
  afterMs: number;
}

const taken: Answer = { kind: 'taken', afterMs: 0 };
const refused: Answer = { kind: 'refused', afterMs: 0 };

export function createAlertWebhook(deps: WebhookDeps): AlertWebhook {
  const { url, redis, log, counter } = deps;
  const times = { ...TIMES, ...deps.times };
  const waiting = new Map<string, Message>();
  const settledAt = new Map<string, number>();
  const closing = new AbortController();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (const [key, message] of waiting) {
      if (!(await claim(key))) {
        settle(key);
      } else if (await deliver(key, message)) {
        await keep(key);
      }
      if (waiting.get(key) === message) {
        waiting.delete(key);
      }
    }
  }

  /** Also without Redis: twice is better than never. */
  const claim = (key: string) =>
    redis.set(key, 1, 'PX', times.claimMs, 'NX').then(
      (answer) => answer === 'OK',
      () => true,
    );
  const keep = async (key: string) => {
    settle(key);
    await redis.set(key, 1, 'PX', times.repeatMs).catch((err) => {
      log.debug({ err }, 'keeping a sent alert in Redis failed: other workers may send it again');
    });
  };
  const settle = (key: string) => {
    if (settledAt.size > 10_000) {
      settledAt.clear();
    }
    settledAt.set(key, performance.now());
  };

  async function deliver(key: string, message: Message): Promise<boolean> {
    for (let attempt = 0; attempt < TRIES && !closing.signal.aborted; attempt += 1) {
      const answer = await post(message);
      if (answer.kind === 'taken') {
        counter.inc({ result: 'sent' });
        return true;
      }
      if (answer.kind === 'refused') {
        break;
      }
      const waitMs = Math.max(answer.afterMs, backoffMs(attempt, times.retry));
      if (attempt + 1 < TRIES) {
        await waitUnlessClosing(waitMs);
      }
    }
    counter.inc({ result: 'failed' });
    log.warn({ alert: message.kind, saleId: message.saleId }, 'sending an alert failed');
    settle(key);
    return false;
  }

  /** Ends early, without an error, when the worker stops. */
  const waitUnlessClosing = (ms: number) =>
    sleep(ms, null, { signal: closing.signal }).catch((error: unknown) => {
      if (!closing.signal.aborted) {
        throw error;
      }
    });

  async function post(message: Message): Promise<Answer> {
    if (url === null) {
      return refused;
    }
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(times.requestMs)]);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(message, new URL(url))),
        redirect: 'error',
        signal,
      });
      await response.body?.cancel();
      if (response.ok) {
        return taken;
      }
      if (response.status < 500 && response.status !== 408 && response.status !== 429) {
        log.warn({ status: response.status }, 'ALERT_WEBHOOK_URL refuses alerts');
        return refused;
      }
      const seconds = Number(response.headers.get('retry-after') ?? 0);
      const afterMs = Number.isFinite(seconds) ? seconds * 1_000 : 0;
      return { kind: 'again', afterMs: Math.min(times.retryAfterMaxMs, afterMs) };
    } catch (err) {
      // The address is a secret: the cause is named, never the request.
      log.debug({ code: codeOf(err) }, 'sending an alert failed; it is tried again');
      return { kind: 'again', afterMs: 0 };
    }
  }

  return {
    send(kind, saleId, details) {
      if (url === null || closing.signal.aborted) {
        return;
      }
      const key = alertKey(kind, saleId);
      const known = waiting.get(key);
      if (known) {
        known.count += 1;
        return;
      }
      const settled = settledAt.get(key);
      if (settled !== undefined && performance.now() - settled < times.repeatMs) {
        return;
      }
      if (waiting.size >= WAITING_MAX) {
        counter.inc({ result: 'dropped' });
        return;
      }
      waiting.set(key, { kind, saleId, details, at: new Date(), count: 1 });
      working ??= work().finally(() => {
        working = null;
      });
    },
    async close() {
      const last = setTimeout(() => closing.abort(), times.closeMs);
      await working;
      clearTimeout(last);
      closing.abort();
    },
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error) {
    return 'code' in cause ? String(cause.code) : cause.name;
  }
  return 'unknown';
}

/** Slack and services with the same format show `text`; Slack itself accepts no other field. */
function bodyOf({ kind, saleId, details, at, count }: Message, { hostname }: URL) {
  const facts = Object.entries(details).map(([name, value]) => `${name}: ${factOf(value)}`);
  const times = count > 1 ? ` (raised ${count} times)` : '';
  const about = saleId === null ? 'Flash sales' : `Flash sale ${saleId}`;
  const text = [`${about}: ${meanings[kind]}${times}.`, ...facts].join('\n');
  if (/(^|\.)slack\.com$/.test(hostname)) {
    return { text };
  }
  return { text, alert: kind, saleId, details, at: at.toISOString(), count };
}

const factOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const meanings: Record<AlertKind, string> = {
  halted: 'granting has stopped, because its state in Redis is impossible',
  clock: 'the clock of Redis jumped',
  record: 'a claim and its order disagree',
  units: 'an order owns a unit that Redis had as free',
  audit: 'the auditor found a broken rule',
  chain: 'the stored log has a gap',
  restore: 'it could not be restored',
  payment: 'a capture or refund failed for good',
  stock: 'a change of stock cannot be finished',
  webhook: 'a webhook was switched off, because its receiver is gone or has failed for days',
  database: 'MongoDB cannot be reached',
};
