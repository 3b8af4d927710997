import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@flash/database';
import type { PaymentPort } from '@flash/payment';

type Key = { saleId: string; fence: number };

/** Captures what was ordered, after the buyer has the answer. */
export interface Captures {
  add(key: Key): void;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

interface CapturesDeps {
  db: { orders: Pick<Database['orders'], 'setPayments'> };
  payment: Pick<PaymentPort, 'capture'>;
}

/** Nobody waits for a capture: those of one moment share their writes. */
const TOGETHER_MS = 25;
const TOGETHER_MAX = 200;
/** More than that is left to the worker, which finds every order whose capture is pending. */
const WAITING_MAX = 10_000;

export function createCaptures({ db, payment }: CapturesDeps): Captures {
  let waiting: Key[] = [];
  let work = Promise.resolve();
  let isWorking = false;

  return {
    add(key) {
      if (waiting.length >= WAITING_MAX) {
        return;
      }
      waiting.push(key);
      if (!isWorking) {
        work = captureAll();
      }
    },
    idle: () => work,
  };

  async function captureAll(): Promise<void> {
    isWorking = true;
    while (waiting.length > 0) {
      await sleep(TOGETHER_MS);
      const batch = waiting.slice(0, TOGETHER_MAX);
      waiting = waiting.slice(TOGETHER_MAX);
      const captured = await Promise.all(batch.map(isCaptured));
      const keys = batch.filter((_, at) => captured[at]);
      // Whatever fails here stays `capture pending`: the worker repeats it until the answer is final.
      await db.orders.setPayments(keys, 'capture pending', 'captured').catch(() => undefined);
    }
    isWorking = false;
  }

  async function isCaptured({ saleId, fence }: Key): Promise<boolean> {
    const result = await payment.capture({ saleId, attempt: fence }).catch(() => null);
    return result?.kind === 'captured';
  }
}
