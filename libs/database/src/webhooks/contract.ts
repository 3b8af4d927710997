import type { RowsOf } from '../audit/contract.ts';
import type { Page } from '../connection/pages.ts';
import type { Transaction } from '../log-cursors.ts';

/** What deliveries are signed with. Sealed by the callers: MongoDB never sees a key. */
export interface WebhookKey {
  kind: 'v1' | 'v1a';
  sealed: string;
  publicKey: string | null;
  createdAt: number;
  /** When it ends, after it was replaced. */
  endsAt: number | null;
}

export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string;
  /** Types of events; empty: all. */
  events: string[];
  saleId: string | null;
  state: 'active' | 'disabled' | 'gone' | 'failing';
  keys: WebhookKey[];
  createdBy: string;
  createdAt: number;
  failingSince: number | null;
  /** What a worker saw last before it switched it off; null: none did. */
  ended: WebhookEnded | null;
  /** Logs that are to be told from a moment on, also of what happened before it was made. */
  replays: WebhookReplay[];
}

export interface WebhookReplay {
  id: string;
  saleId: string;
  from: number;
}

export interface WebhookEnded {
  at: number;
  /** Of the last answer; null: there was none. */
  status: number | null;
  error: string | null;
}

export type NewWebhookEndpoint = Omit<
  WebhookEndpoint,
  'id' | 'state' | 'failingSince' | 'ended' | 'replays'
> & { id: string };
export type WebhookEdit = Partial<
  Pick<WebhookEndpoint, 'url' | 'description' | 'events' | 'saleId' | 'state' | 'keys'>
>;

export interface NewWebhookDelivery {
  /** The webhook-id: the same event for the same endpoint has the same one, for good. */
  id: string;
  endpoint: string;
  saleId: string | null;
  n: number | null;
  type: string;
  at: number;
  body: string;
  /** From when on any worker may send it. */
  nextAt: number;
}

export interface WebhookDelivery extends NewWebhookDelivery {
  state: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Given up when nothing succeeded for long after this moment. */
  begunAt: number;
  deliveredAt: number | null;
  status: number | null;
  error: string | null;
  tookMs: number | null;
  answer: string;
}

export interface WebhookAttempt {
  id: string;
  state: WebhookDelivery['state'];
  at: number;
  /** Only of a pending one. */
  nextAt: number;
  status: number | null;
  error: string | null;
  tookMs: number;
  answer: string;
}

/** Why an endpoint is switched off by a worker. */
export type WebhookEnd = 'gone' | 'failing';

export interface Webhooks {
  /** An id that no endpoint has: the keys of one are sealed for it. */
  newId(): string;
  list(): Promise<WebhookEndpoint[]>;
  active(): Promise<WebhookEndpoint[]>;
  get(id: string): Promise<WebhookEndpoint | null>;
  /** Null when there are `max` already. */
  create(
    endpoint: NewWebhookEndpoint,
    max: number,
    rows?: RowsOf<[WebhookEndpoint]>,
  ): Promise<WebhookEndpoint | null>;
  edit(
    id: string,
    edit: WebhookEdit,
    rows?: RowsOf<[WebhookEndpoint]>,
  ): Promise<WebhookEndpoint | null>;
  /** Its deliveries are deleted afterwards; what is left after a crash is never sent, and runs out. */
  remove(id: string, rows?: RowsOf<[WebhookEndpoint]>): Promise<WebhookEndpoint | null>;
  /** Seals its keys anew, unless they were changed meanwhile. */
  reseal(id: string, before: readonly WebhookKey[], after: readonly WebhookKey[]): Promise<void>;
  /** Since when nothing succeeded there; a later call leaves the first moment. */
  noteFailing(id: string, at: number): Promise<void>;
  noteWorking(id: string): Promise<void>;
  /**
   * For the one caller that switched it off the ids of the mails that tell owners of it; null for others. Mails and
   * the rows of the audit log are written with that.
   */
  end(
    id: string,
    end: WebhookEnded & { why: WebhookEnd },
    rows?: RowsOf<[WebhookEndpoint]>,
  ): Promise<readonly string[] | null>;
  /** Has a worker tell the log of a sale from a moment on. False: too many are waiting, or there is no such endpoint. */
  replayLog(id: string, of: { saleId: string; from: number }): Promise<boolean>;
  replayed(id: string, replay: string): Promise<void>;

  /** The outbox. Each id is there once. */
  add(deliveries: readonly NewWebhookDelivery[], transaction?: Transaction): Promise<void>;
  /** Those that are not there yet. */
  addMissing(deliveries: readonly NewWebhookDelivery[]): Promise<void>;
  /** One that the team asked for. */
  addOne(delivery: NewWebhookDelivery, rows?: RowsOf<[WebhookDelivery]>): Promise<WebhookDelivery>;
  deliveries(
    filter: { endpoint: string; state?: WebhookDelivery['state'] },
    page: { page?: number; limit?: number },
  ): Promise<Page<WebhookDelivery>>;
  /** Takes what is due for these endpoints: no other worker gets it before `until`. */
  takeDue(
    endpoints: readonly string[],
    times: { now: number; until: number },
    limit: number,
  ): Promise<WebhookDelivery[]>;
  noteAttempts(attempts: readonly WebhookAttempt[]): Promise<void>;
  /** Sends one again. Null: there is none. */
  replay(
    endpoint: string,
    id: string,
    now: number,
    rows?: RowsOf<[WebhookDelivery]>,
  ): Promise<WebhookDelivery | null>;
  /** Sends again what happened from `from` on, in one sale if it is named; answers how many. */
  replayFrom(endpoint: string, from: number, now: number, saleId?: string): Promise<number>;
  /** Deliveries name buyers by their ids in the sale. */
  forgetSale(saleId: string): Promise<void>;
}
