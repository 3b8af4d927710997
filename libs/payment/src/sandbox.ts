import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthoriseRequest, AuthoriseResult, PaymentPort } from './port.ts';
import { cancelResult, captureResult, refundResult } from './results.ts';
import type { PaymentRecord, SandboxStore } from './store.ts';
import { isSandboxToken, type SandboxDelays, sandboxDelays } from './tokens.ts';

export interface SandboxDeps {
  store: SandboxStore;
  delays?: Partial<SandboxDelays>;
  /** Tests pass a wait of their own. */
  wait?(ms: number): Promise<unknown>;
}

/** A payment provider that moves no money, with the bad days of a real one on request. */
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
