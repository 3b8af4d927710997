import { withinTime } from '@flash/shared-utils';
import { apiBase } from './api-base.server.ts';

/** Null: a payment needs no script of a provider. */
type Script = string | null;

const AGE_MAX_MS = 30_000;
/** A page that comes late for want of this is worse than one that has to be loaded again before the payment. */
const PATIENCE_MS = 700;

/**
 * From where the pages of sales load the script of the payment provider. The API knows; it is asked while pages
 * are read, twice a minute at most, and its last answer holds while it is silent.
 */
export function createPaymentScript(ask: () => Promise<Script>, now = () => performance.now()) {
  let known = null as { script: Script } | null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<unknown> | null = null;

  async function renew(): Promise<void> {
    try {
      known = { script: await ask() };
      askedAt = now();
    } catch (error) {
      console.warn('Asking the API how payments are made failed.', error);
    } finally {
      asking = null;
    }
  }

  return async (): Promise<Script> => {
    if (now() - askedAt > AGE_MAX_MS) {
      asking ??= renew();
    }
    if (known === null && asking !== null) {
      await withinTime(asking, PATIENCE_MS);
    }
    return known?.script ?? null;
  };
}

const TIMEOUT_MS = 5_000;

/** Any sale tells it, also one that does not exist. */
export async function askPaymentScript(): Promise<Script> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const url = `${apiBase()}/flash-sales/public/sale`;
  const response = await fetch(url, { signal, cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  const { meta } = (await response.json()) as { meta: { payment?: { script: string } } };
  return meta.payment?.script ?? null;
}
