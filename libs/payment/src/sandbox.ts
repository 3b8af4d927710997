import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AuthoriseRequest,
  AuthoriseResult,
  CancelResult,
  CaptureResult,
  ListedPayment,
  PaymentKey,
  PaymentPort,
  RefundResult,
} from './port.ts';

export interface SandboxDeps {
  store: SandboxStore;
  delays?: Partial<SandboxDelays>;
  /** Tests pass a wait of their own. */
  wait?(ms: number): Promise<unknown>;
}

/** A payment provider that moves no money. It declines, delays or loses an answer where the token asks for it. */
export function createSandbox({ store, delays, wait = sleep }: SandboxDeps): PaymentPort {
  const { slowMs, lostMs, lateMs } = { ...sandboxDelays, ...delays };

  async function decide(request: AuthoriseRequest): Promise<AuthoriseResult> {
    return authoriseResult(await store.putIfAbsent(newRecord(request)));
  }

  return {
    async authorise(request) {
      switch (request.token) {
        case 'slow':
          await wait(slowMs);
          return decide(request);
        case 'late':
          await wait(lateMs);
          return decide(request);
        case 'lost':
          await decide(request);
          await wait(lostMs);
          return { kind: 'unknown' };
        default:
          return decide(request);
      }
    },
    async capture(key) {
      return captureResult(await store.move(key, ['authorised'], 'captured'));
    },
    async cancel(key) {
      // An unknown key is taken, so that an authorise still on its way finds it cancelled.
      await store.putIfAbsent(tombstone(key));
      return cancelResult(await store.move(key, ['authorised', 'declined'], 'cancelled'));
    },
    async refund(key) {
      return refundResult(await store.move(key, ['captured'], 'refunded'));
    },
    async openAuthorisations(saleId) {
      const records = await store.authorised(saleId);
      return records.map(({ attempt, authorisationId, amount, currency }) => ({
        saleId,
        attempt,
        authorisationId,
        amount,
        currency,
      }));
    },
    async *list(saleId) {
      for await (const record of store.ofSale(saleId)) {
        yield listedOf(record);
      }
    },
    async look(intentId) {
      const [, saleId, attempt] = /^sandbox_(\w+)_(\d+)$/.exec(intentId) ?? [];
      const key = { saleId: saleId ?? '', attempt: Number(attempt) };
      const record = saleId === undefined ? null : await store.find(key);
      return record && listedOf(record);
    },
    async find(key) {
      const record = await store.find(key);
      return record && listedOf(record);
    },
  };
}

const LISTED_STATES: Record<PaymentRecord['state'], ListedPayment['state']> = {
  authorised: 'authorised',
  captured: 'captured',
  refunded: 'captured',
  declined: 'cancelled',
  cancelled: 'cancelled',
};

function listedOf({ saleId, attempt, state, amount, currency }: PaymentRecord): ListedPayment {
  return {
    intentId: `sandbox_${saleId}_${attempt}`,
    ...{ saleId, attempt, createdAt: null, amount, currency },
    state: LISTED_STATES[state],
    refunded: state === 'refunded' ? amount : 0,
  };
}

function newRecord({ saleId, attempt, amount, currency, token }: AuthoriseRequest): PaymentRecord {
  const accepted = isSandboxToken(token) && token !== 'decline';
  return {
    saleId,
    attempt,
    amount,
    currency,
    state: accepted ? 'authorised' : 'declined',
    authorisationId: accepted ? `sandbox_${saleId}_${attempt}` : '',
    reason: accepted ? '' : 'The card was declined.',
  };
}

function tombstone(key: { saleId: string; attempt: number }): PaymentRecord {
  const { saleId, attempt } = key;
  return {
    saleId,
    attempt,
    state: 'cancelled',
    authorisationId: '',
    amount: 0,
    currency: '',
    reason: '',
  };
}

/** The first authorise of a key decides: a repeated one gets the same answer, whatever it brings. */
function authoriseResult({ state, authorisationId, reason }: PaymentRecord): AuthoriseResult {
  switch (state) {
    case 'authorised':
    case 'captured':
    case 'refunded':
      return { kind: 'authorised', authorisationId };
    case 'declined':
      return { kind: 'declined', reason };
    case 'cancelled':
      return { kind: 'declined', reason: 'The payment was cancelled.' };
  }
}

/** What a payment token makes the sandbox do; anything else is declined. */
export const sandboxTokens = ['ok', 'decline', 'slow', 'lost', 'late'] as const;
export type SandboxToken = (typeof sandboxTokens)[number];

export interface SandboxDelays {
  /** `slow` answers after this time. */
  slowMs: number;
  /** `lost` authorises at once, and its caller gives up waiting for the answer after this time. */
  lostMs: number;
  /** `late` reaches the provider only after this time, beyond the lease of a claim. */
  lateMs: number;
}

export const sandboxDelays: SandboxDelays = { slowMs: 1_500, lostMs: 2_000, lateMs: 7_000 };

export function isSandboxToken(token: string): token is SandboxToken {
  return (sandboxTokens as readonly string[]).includes(token);
}

export interface PaymentRecord extends PaymentKey {
  state: 'authorised' | 'declined' | 'captured' | 'cancelled' | 'refunded';
  authorisationId: string;
  amount: number;
  currency: string;
  reason: string;
}

/** What a provider remembers. Both writes are atomic per key and answer what is there now. */
export interface SandboxStore {
  putIfAbsent(record: PaymentRecord): Promise<PaymentRecord>;
  move(
    key: PaymentKey,
    from: readonly PaymentRecord['state'][],
    to: PaymentRecord['state'],
  ): Promise<Pick<PaymentRecord, 'state'> | null>;
  authorised(saleId: string): Promise<PaymentRecord[]>;
  ofSale(saleId: string): AsyncIterable<PaymentRecord>;
  find(key: PaymentKey): Promise<PaymentRecord | null>;
}

/** All three read the record after the attempt to move it, so that a repetition answers the same. */
function captureResult(record: Pick<PaymentRecord, 'state'> | null): CaptureResult {
  switch (record?.state) {
    case 'captured':
    case 'refunded':
      return { kind: 'captured' };
    case 'cancelled':
      return { kind: 'failed', reason: 'The authorisation was cancelled.' };
    default:
      return { kind: 'failed', reason: 'There is no authorisation.' };
  }
}

function cancelResult(record: Pick<PaymentRecord, 'state'> | null): CancelResult {
  switch (record?.state) {
    case 'captured':
    case 'refunded':
      return { kind: 'already_captured' };
    case 'cancelled':
      return { kind: 'cancelled' };
    default:
      return { kind: 'pending' };
  }
}

function refundResult(record: Pick<PaymentRecord, 'state'> | null): RefundResult {
  switch (record?.state) {
    case 'refunded':
      return { kind: 'refunded' };
    case 'authorised':
      return { kind: 'failed', reason: 'The payment was not captured.' };
    default:
      return { kind: 'failed', reason: 'There is no captured payment.' };
  }
}

/** For one process: tests and experiments without a database. */
export function createMemoryStore(): SandboxStore {
  const records = new Map<string, PaymentRecord>();
  const nameOf = ({ saleId, attempt }: PaymentKey) => `${saleId}:${attempt}`;

  return {
    async putIfAbsent(record) {
      const name = nameOf(record);
      const there = records.get(name) ?? record;
      records.set(name, there);
      return there;
    },
    async move(key, from, to) {
      const there = records.get(nameOf(key));
      if (!there || !from.includes(there.state)) {
        return there ?? null;
      }
      const moved = { ...there, state: to };
      records.set(nameOf(key), moved);
      return moved;
    },
    async authorised(saleId) {
      return [...records.values()].filter(
        (record) => record.saleId === saleId && record.state === 'authorised',
      );
    },
    async *ofSale(saleId) {
      yield* [...records.values()].filter((record) => record.saleId === saleId);
    },
    find: async (key) => records.get(nameOf(key)) ?? null,
  };
}
