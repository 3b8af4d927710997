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
  db: { orders: Pick<Database['orders'], 'setPayment'> };
  payment: Pick<PaymentPort, 'capture'>;
}

const AT_ONCE = 32;
/** More than that is left to the worker, which finds every order whose capture is pending. */
const WAITING_MAX = 10_000;

export function createCaptures({ db, payment }: CapturesDeps): Captures {
  const waiting: Key[] = [];
  const whenIdle: (() => void)[] = [];
  let working = 0;

  return {
    add(key) {
      if (waiting.length >= WAITING_MAX) return;
      waiting.push(key);
      if (working < AT_ONCE) void work();
    },
    idle: () =>
      working === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve)),
  };

  async function work(): Promise<void> {
    working += 1;
    for (let key = waiting.shift(); key; key = waiting.shift()) await capture(key);
    working -= 1;
    if (working === 0) for (const tell of whenIdle.splice(0)) tell();
  }

  async function capture({ saleId, fence }: Key): Promise<void> {
    try {
      const result = await payment.capture({ saleId, attempt: fence });
      if (result.kind === 'captured') {
        await db.orders.setPayment({ saleId, fence }, 'capture pending', 'captured');
      }
    } catch {
      // Still `capture pending` in the record: the worker repeats it until the answer is final.
    }
  }
}
