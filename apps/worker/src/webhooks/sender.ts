import type {
  Database,
  NewAuditEntry,
  NewWebhookDelivery,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
} from '@flash/database';
import {
  bestEffort,
  type Logger,
  logAtMost,
  type TargetPolicy,
  type WebhookKeySafe,
} from '@flash/shared-config';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@flash/shared-utils';
import type { Alert } from '../base/alerts/alerts.ts';
import type { Metrics } from '../base/metrics.ts';
import { RETRY_PAUSES_MS } from '../base/retry-pauses.ts';
import { OWN_MS } from './consumer.ts';
import { createPoster, createSigner, type Poster, type PostResult, type Signer } from './post.ts';

export interface WebhookSender {
  /** Sends what this process has just written; what is too much stays in the outbox. */
  send(deliveries: readonly NewWebhookDelivery[]): void;
  /** Sends what is due: repetitions, replays, and what a dead or busy process left. Answers how many. */
  sendDue(): Promise<number>;
  /** Those that are sent to, as they were last read. */
  endpoints(): WebhookEndpoint[];
  /** Ends what is under way, and writes down what came of it. */
  close(): Promise<void>;
}

interface SenderDeps {
  webhooks: Database['webhooks'];
  safe: WebhookKeySafe;
  policy: TargetPolicy;
  alert: Alert;
  metrics: Pick<Metrics, 'webhookDeliveries' | 'webhookSeconds' | 'webhookQueue'>;
  log: Logger;
  /** Owners are told of a webhook that was switched off by these mails. */
  onMails?: (ids: readonly string[]) => void;
  times?: Partial<Times>;
  now?: () => number;
}

interface Times {
  /** For an answer. */
  timeoutMs: number;
  /** Between one try and the next. */
  retryMs: readonly number[];
  /** After which a delivery is given up. */
  giveUpMs: number;
  /** After which an endpoint at which nothing succeeds is switched off. */
  failingMs: number;
  /** An endpoint that fails again and again is left alone for so long. */
  restMs: { base: number; cap: number };
}

export const defaultTimes: Times = {
  timeoutMs: 10 * SECOND_MS,
  retryMs: [...RETRY_PAUSES_MS, 12 * HOUR_MS],
  giveUpMs: 3 * DAY_MS,
  failingMs: 5 * DAY_MS,
  restMs: { base: 2 * SECOND_MS, cap: MINUTE_MS },
};

const CONNECTIONS = 32;
/** Deliveries in memory for each endpoint, a few MB; the rest waits in MongoDB. */
const QUEUE_MAX = 20_000;
/** From here on an endpoint has enough to do, and nothing more is read for it. */
const QUEUE_FULL = 1_000;
/** Failures in a row after which an endpoint is tried with one delivery at a time. */
const FAILURES = 5;
const REFRESH_MS = 1_000;
const DUE_AT_ONCE = 1_000;
const DUE_ROUNDS = 5;
/** What was taken from the outbox belongs to this process for so long. */
const TAKEN_MS = 60_000;
/** Taken over by another process a little later: a delivery that waits longer is no longer sent here. */
const MARGIN_MS = 2_000;
const WRITE_MS = 20;
const WRITE_AT = 200;
const REPEAT_MS = 10_000;
const AGENT = 'flash-sale-webhooks/1';

interface Queued {
  delivery: Pick<NewWebhookDelivery, 'id' | 'type' | 'at' | 'body'>;
  attempts: number;
  begunAt: number;
  /** By the monotonic clock: from then on another process may send it. */
  until: number;
}

/** What this process knows of an endpoint that it sends to. */
interface Lane {
  endpoint: WebhookEndpoint;
  poster: Poster;
  sign: Signer;
  queue: Queued[];
  inFlight: number;
  failures: number;
  /** Times in a row that it was left alone, and until when it is. */
  rests: number;
  restUntil: number;
  /** Its endpoint is being switched off, or was: whether that is stored. */
  ending: Promise<boolean> | null;
}

/**
 * The outbox in MongoDB is the queue: each delivery is one document that says what is to be sent, when, and what
 * came of it. The process that wrote it sends it at once, from memory; the outbox is read for what is left.
 */
export function createWebhookSender(deps: SenderDeps): WebhookSender {
  const { webhooks, metrics, log, now = Date.now } = deps;
  const times = { ...defaultTimes, ...deps.times };
  const lanes = new Map<string, Lane>();
  const atMost = logAtMost(REPEAT_MS);
  const flying = new Set<Promise<void>>();
  let refreshing: { at: number; done: Promise<void> } | null = null;
  let attempts: WebhookAttempt[] = [];
  let writing: Promise<void> = Promise.resolve();
  let writeTimer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function refresh(): Promise<void> {
    if (!refreshing || performance.now() - refreshing.at >= REFRESH_MS) {
      const done = readEndpoints();
      refreshing = { at: performance.now(), done };
      done.catch(() => {
        refreshing = null;
      });
    }
    return refreshing.done;
  }

  async function readEndpoints(): Promise<void> {
    const active = new Map((await webhooks.active()).map((one) => [one.id, one]));
    for (const [id, lane] of lanes) {
      if (!active.has(id)) {
        drop(lane);
      }
    }
    for (const endpoint of active.values()) {
      const lane = lanes.get(endpoint.id);
      if (!lane || isChanged(lane.endpoint, endpoint)) {
        await open(endpoint);
      } else {
        lane.endpoint = endpoint;
      }
    }
  }

  async function open(endpoint: WebhookEndpoint): Promise<void> {
    const { id, url } = endpoint;
    const sign = await signerOf(deps, endpoint);
    const before = lanes.get(id);
    const isMoved = before?.endpoint.url !== url;
    if (before && isMoved) {
      before.poster.close();
    }
    const poster =
      before && !isMoved
        ? before.poster
        : createPoster({
            ...{ url, policy: deps.policy, timeoutMs: times.timeoutMs },
            connections: CONNECTIONS,
          });
    const fresh = { queue: [], inFlight: 0, failures: 0, rests: 0, restUntil: 0, ending: null };
    const lane: Lane = Object.assign(before ?? { ...fresh, endpoint, poster, sign }, {
      ...{ endpoint, poster, sign },
    });
    if (isMoved) {
      Object.assign(lane, { failures: 0, rests: 0, restUntil: 0 });
    }
    lanes.set(id, lane);
  }

  function drop(lane: Lane): void {
    const { id } = lane.endpoint;
    if (lanes.get(id) === lane) {
      lanes.delete(id);
    }
    empty(lane);
    lane.poster.close();
  }

  function empty(lane: Lane): void {
    metrics.webhookQueue.dec(lane.queue.length);
    lane.queue.length = 0;
  }

  function enqueue(endpoint: string, queued: Queued): boolean {
    const lane = lanes.get(endpoint);
    const isResting = lane && lane.restUntil > performance.now();
    if (!lane || isClosed || isResting || lane.queue.length >= QUEUE_MAX) {
      return false;
    }
    lane.queue.push(queued);
    metrics.webhookQueue.inc();
    return true;
  }

  function pump(lane: Lane): void {
    const atOnce = lane.failures >= FAILURES ? 1 : CONNECTIONS;
    while (!isClosed && lane.inFlight < atOnce) {
      const queued = lane.queue.shift();
      if (!queued) {
        return;
      }
      metrics.webhookQueue.dec();
      if (queued.until <= performance.now()) {
        continue;
      }
      lane.inFlight += 1;
      const flight = deliver(lane, queued)
        .catch((err: unknown) => log.error({ err }, 'sending a webhook failed in itself'))
        .finally(() => {
          lane.inFlight -= 1;
          flying.delete(flight);
          pump(lane);
        });
      flying.add(flight);
    }
  }

  async function deliver(lane: Lane, queued: Queued): Promise<void> {
    const { id, body, at } = queued.delivery;
    const seconds = Math.floor(now() / SECOND_MS);
    const result = await lane.poster.post(
      {
        ...{ 'content-type': 'application/json', 'user-agent': AGENT, 'webhook-id': id },
        'webhook-timestamp': String(seconds),
        'webhook-signature': lane.sign({ id, seconds, body }),
      },
      body,
    );
    // Stored before the outcome: a process that dies in between sends it once more, and is told 410 again.
    const isOff = result.status === 410 && (await end(lane, 'gone', result));
    const attempt = judge(queued, result, isOff);
    note(attempt);
    metrics.webhookDeliveries.inc({
      result: attempt.state === 'pending' ? 'retried' : attempt.state,
    });
    if (attempt.state === 'delivered') {
      metrics.webhookSeconds.observe(Math.max(0, now() - at) / SECOND_MS);
      succeed(lane);
    } else if (result.status !== 410) {
      await fail(lane, result);
    }
  }

  function judge(
    queued: Queued,
    { status, answer, error, tookMs, retryAfterMs }: PostResult,
    isOff: boolean,
  ) {
    const at = now();
    const delayMs = retryDelay(queued.attempts, retryAfterMs);
    const isTaken = isSuccess(status, error);
    const isOver = isOff || at + delayMs - queued.begunAt > times.giveUpMs;
    const state = isTaken ? 'delivered' : isOver ? 'failed' : 'pending';
    const outcome = { status, error: error ?? (isTaken ? null : `status ${status}`) };
    return {
      id: queued.delivery.id,
      state,
      at,
      nextAt: at + delayMs,
      tookMs,
      answer,
      ...outcome,
    } as const;
  }

  /** Spread a little, or what failed together is tried again together. */
  function retryDelay(attempt: number, retryAfterMs: number): number {
    const { retryMs } = times;
    const base = retryMs[Math.min(attempt, retryMs.length - 1)] ?? HOUR_MS;
    return Math.max(Math.min(retryAfterMs, DAY_MS), base * (0.9 + Math.random() / 5));
  }

  function succeed(lane: Lane): void {
    Object.assign(lane, { failures: 0, rests: 0, restUntil: 0 });
    if (lane.endpoint.failingSince !== null) {
      lane.endpoint.failingSince = null;
      void bestEffort(log, 'note that a webhook works', webhooks.noteWorking(lane.endpoint.id));
    }
  }

  async function fail(lane: Lane, result: PostResult): Promise<void> {
    const { endpoint } = lane;
    const { status, error } = result;
    lane.failures += 1;
    if (endpoint.failingSince === null) {
      endpoint.failingSince = now();
      void bestEffort(log, 'note that a webhook fails', webhooks.noteFailing(endpoint.id, now()));
    } else if (now() - endpoint.failingSince > times.failingMs) {
      await end(lane, 'failing', result);
      return;
    }
    if (lane.failures >= FAILURES && lane.restUntil <= performance.now()) {
      const { base, cap } = times.restMs;
      lane.restUntil = performance.now() + Math.min(cap, base * 2 ** Math.min(20, lane.rests));
      lane.rests += 1;
      empty(lane);
    }
    atMost(endpoint.id, () =>
      log.info({ endpoint: endpoint.id, status, error }, 'a webhook did not take a delivery'),
    );
  }

  /** False: that could not be stored, so it is told events as before, and judged by their answers. */
  function end(lane: Lane, why: 'gone' | 'failing', result: PostResult): Promise<boolean> {
    // Many deliveries are under way, and a receiver that is gone says so to each.
    lane.ending ??= switchOff(lane, why, result).catch((err: unknown) => {
      log.warn({ err, webhook: lane.endpoint.id }, 'a webhook could not be switched off');
      return false;
    });
    return lane.ending;
  }

  async function switchOff(
    lane: Lane,
    why: 'gone' | 'failing',
    { status, error }: PostResult,
  ): Promise<true> {
    const { id, url } = lane.endpoint;
    drop(lane);
    const at = now();
    const mails = await webhooks.end(id, { why, at, status, error }, (endpoint) => [
      endedRow(endpoint, why, at),
    ]);
    // Null: another process was first, or a member of the team.
    if (mails !== null) {
      deps.onMails?.(mails);
      deps.alert('webhook', null, { webhook: id, host: new URL(url).host, why });
    }
    return true;
  }

  function note(attempt: WebhookAttempt): void {
    attempts.push(attempt);
    if (attempts.length >= WRITE_AT) {
      flush();
    } else {
      writeTimer ??= setTimeout(flush, WRITE_MS);
    }
  }

  /** What is not written is sent once more, under the same id. */
  function flush(): void {
    if (writeTimer) {
      clearTimeout(writeTimer);
      writeTimer = null;
    }
    const batch = attempts;
    attempts = [];
    writing = writing.then(() =>
      bestEffort(log, 'write what came of webhooks', webhooks.noteAttempts(batch)),
    );
  }

  function queuedOf(delivery: NewWebhookDelivery | WebhookDelivery, heldMs: number): Queued {
    const { id, type, at, body } = delivery;
    const known = 'attempts' in delivery ? delivery : { attempts: 0, begunAt: now() };
    return {
      delivery: { id, type, at, body },
      ...{ attempts: known.attempts, begunAt: known.begunAt },
      until: performance.now() + heldMs - MARGIN_MS,
    };
  }

  function enqueueAll(
    deliveries: readonly (NewWebhookDelivery | WebhookDelivery)[],
    heldMs: number,
  ) {
    const touched = new Set<string>();
    for (const delivery of deliveries) {
      if (enqueue(delivery.endpoint, queuedOf(delivery, heldMs))) {
        touched.add(delivery.endpoint);
      }
    }
    for (const id of touched) {
      const lane = lanes.get(id);
      if (lane) {
        pump(lane);
      }
    }
  }

  return {
    send(deliveries) {
      const isKnown = deliveries.every(({ endpoint }) => lanes.has(endpoint));
      const isFresh = refreshing !== null && performance.now() - refreshing.at < REFRESH_MS;
      if (isKnown && isFresh) {
        enqueueAll(deliveries, OWN_MS);
        return;
      }
      const ready = isKnown ? refresh() : readEndpoints();
      const sent = ready.then(() => enqueueAll(deliveries, OWN_MS));
      flying.add(sent);
      void bestEffort(log, 'read the webhooks', sent).finally(() => flying.delete(sent));
    },
    async sendDue() {
      await refresh();
      let sent = 0;
      for (let round = 0; round < DUE_ROUNDS && !isClosed; round += 1) {
        const able = [...lanes.values()].filter(
          ({ restUntil, queue }) => restUntil <= performance.now() && queue.length < QUEUE_FULL,
        );
        if (able.length === 0) {
          break;
        }
        const ids = able.map(({ endpoint }) => endpoint.id);
        const at = now();
        const due = await webhooks.takeDue(ids, { now: at, until: at + TAKEN_MS }, DUE_AT_ONCE);
        enqueueAll(due, TAKEN_MS);
        sent += due.length;
        if (due.length < DUE_AT_ONCE) {
          break;
        }
      }
      return sent;
    },
    endpoints: () => [...lanes.values()].map(({ endpoint }) => endpoint),
    async close() {
      isClosed = true;
      for (const lane of lanes.values()) {
        empty(lane);
      }
      await Promise.allSettled(flying);
      flush();
      await writing;
      for (const lane of lanes.values()) {
        lane.poster.close();
      }
    },
  };
}

/** The path of an address may hold a secret of its receiver: the audit log names the host. */
function endedRow(
  { id, url }: WebhookEndpoint,
  why: 'gone' | 'failing',
  at: number,
): NewAuditEntry {
  return {
    ...{ at, actor: { id: 'system', email: null, role: null }, action: 'webhook.end' },
    ...{ saleId: null, subject: id, reason: ENDS[why], before: { state: 'active' } },
    ...{ after: { host: new URL(url).host, state: why }, ip: null, requestId: null },
  };
}

const ENDS = {
  gone: 'The receiver answered 410 Gone',
  failing: 'No delivery succeeded for five days',
} as const;

const isSuccess = (status: number | null, error: string | null) =>
  status !== null && status >= 200 && status < 300 && error === null;

function isChanged(before: WebhookEndpoint, after: WebhookEndpoint): boolean {
  const text = ({ url, keys }: WebhookEndpoint) => JSON.stringify([url, keys]);
  return text(before) !== text(after);
}

/** Keys that were sealed under the secret before the last change are sealed anew on the way. */
async function signerOf(
  { webhooks, safe, log, now }: SenderDeps,
  { id, keys }: WebhookEndpoint,
): Promise<Signer> {
  const opened = keys.map((key) => ({ key, open: safe.open(key.sealed, id) }));
  const usable = opened.flatMap(({ key, open }) => (open ? [{ ...key, text: open.text }] : []));
  if (usable.length < keys.length) {
    log.error({ webhook: id }, 'a key of a webhook was sealed under another JWT_SECRET: rotate it');
  } else if (opened.some(({ open }) => open?.isOld)) {
    const anew = usable.map(({ text, ...key }) => ({ ...key, sealed: safe.seal(text, id) }));
    await webhooks.reseal(id, keys, anew);
  }
  return createSigner(usable, now);
}
