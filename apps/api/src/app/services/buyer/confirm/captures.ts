import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import { bestEffort, type Logger } from '@flash/shared-config';

type Key = { saleId: string; fence: number };

/** Captures what was ordered, after the buyer has the answer. */
export interface Captures {
  add(key: Key): void;
  /** Resolves when no capture waits. */
  idle(): Promise<void>;
}

interface CapturesDeps {
  db: { orders: Pick<Database['orders'], 'setPayments'> };
  payment: Pick<PaymentPort, 'capture'>;
  log: Pick<Logger, 'warn'>;
}

/** No request waits for a capture, and a write costs nearly the same for one order as for many. */
const TOGETHER_MS = 200;
const TOGETHER_MAX = 200;
/** More than that is left to the worker, which finds every order whose capture is pending. */
const WAITING_MAX = 10_000;

export function createCaptures({ db, payment, log }: CapturesDeps): Captures {
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
      if (waiting.length < TOGETHER_MAX) {
        await sleep(TOGETHER_MS);
      }
      const batch = waiting.slice(0, TOGETHER_MAX);
      waiting = waiting.slice(TOGETHER_MAX);
      const captured = await Promise.all(batch.map(isCaptured));
      const keys = batch.filter((_, at) => captured[at]);
      // Whatever fails here stays `capture pending`: the worker repeats it until the answer is final.
      const writing = db.orders.setPayments(keys, 'capture pending', 'captured');
      await bestEffort(log, 'note captured payments', writing);
    }
    isWorking = false;
  }

  async function isCaptured({ saleId, fence }: Key): Promise<boolean> {
    const capturing = payment.capture({ saleId, attempt: fence });
    const result = await bestEffort(log, 'capture a payment', capturing);
    return result?.kind === 'captured';
  }
}
