import type { MoneyRecord, NewAuditEntry, Order } from '@flash/database';
import type { Engine } from '@flash/reservation';
import type { MendStep } from '@flash/shared-types';
import type { PaymentPort } from '../port.ts';
import { recordCharge } from './charge.ts';
import {
  gatherEvidence,
  type ReconcileDeps,
  readSold,
  type SaleFacts,
  type Subject,
} from './evidence.ts';
import { finishPayment } from './finish.ts';
import { type Difference, type Evidence, judge } from './judge.ts';
import { endLeftOver } from './left-over.ts';

export interface MendDeps extends ReconcileDeps {
  engine: Pick<Engine, 'position' | 'readLog' | 'snapshot' | 'settle' | 'refund'>;
  alert(saleId: string, details: Record<string, unknown>): void;
  /** Of a refund that was made at the provider. */
  rows(order: Order, reason: string): readonly NewAuditEntry[];
  /** Told before anything is changed. */
  begin(difference: Difference): Promise<void>;
}

export type Mended =
  /** `even`: nothing is wrong any longer. `changed`: something else is. Nothing was done. */
  | { outcome: 'even' | 'changed' | 'on-its-way' | 'by-hand' }
  /** `still`: the step was made, and the difference is still there. */
  | { outcome: 'mended' | 'still'; step: MendStep };

/**
 * Makes the one step for a difference, if all sides still show it: nothing is done because of what was seen before.
 * Between the look and the step others may act too, so each step decides by compare-and-set, in MongoDB or in one script.
 */
export async function mendPayment(
  deps: MendDeps,
  sale: SaleFacts,
  differenceId: string,
): Promise<Mended> {
  const now = deps.now ?? Date.now;
  const subject = readId(differenceId);
  const look = async () => {
    const log = await readSold(deps, sale);
    return subject && gatherEvidence(deps, sale, subject, log);
  };
  const evidence = await look();
  const found = evidence && judge(evidence, now());
  if (!evidence || !found) {
    return { outcome: subject ? 'even' : 'by-hand' };
  }
  if (found.id !== differenceId) {
    return { outcome: 'changed' };
  }
  if (found.isOnItsWay || found.step === null) {
    return { outcome: found.isOnItsWay ? 'on-its-way' : 'by-hand' };
  }
  await deps.begin(found);
  await STEPS[found.step](deps, evidence, sale);
  const after = await look();
  const isStill = after !== null && judge(after, now())?.kind === found.kind;
  return { outcome: isStill ? 'still' : 'mended', step: found.step };
}

function readId(id: string): Subject | null {
  const [, kind, ...rest] = id.split(':');
  const name = rest.join(':');
  if (kind === 'attempt' && /^\d{1,15}$/.test(name)) {
    return { attempt: Number(name) };
  }
  return kind === 'payment' && name !== '' ? { intentId: name } : null;
}

type Step = (deps: MendDeps, evidence: Evidence, sale: SaleFacts) => Promise<void>;

const STEPS: Record<MendStep, Step> = {
  async capture(deps, { record }) {
    if (record?.payment === 'capture pending') {
      await finishRecord(deps, record);
    } else if (record) {
      await verified(deps.payment).capture(keyOf(record));
    }
  },
  cancel: endPayment,
  refund: endPayment,
  async record({ db, payment, rows, ...deps }, { stored, record }) {
    const { preparing } = payment;
    if (preparing && stored) {
      await recordCharge({ orders: db.orders, rows }, preparing, stored);
    } else if (record) {
      const reason = 'Refunded at the payment provider';
      const told = { returnUnit: false, rows: (order: Order) => rows(order, reason) };
      await db.orders.refund(record.id, told);
    }
    if (record) {
      await finishRecord({ ...deps, db, payment, rows }, record);
    }
  },
  async 'return-unit'(deps, { record }) {
    if (record?.unit) {
      const { saleId, buyer, unit, fence, id } = record;
      const outcome = await deps.engine.refund(saleId, { buyer, unit, attempt: fence });
      if (outcome.kind !== 'unavailable') {
        await deps.db.orders.unitReturned(id);
      }
    }
  },
  async settle({ engine }, { record }) {
    if (record?.unit) {
      const { saleId, buyer, unit, fence, id } = record;
      const order = { buyer, unit, attempt: fence, orderId: id };
      await engine.settle(saleId, { ...order, fromRecord: true });
    }
  },
};

/** Money that no order keeps is let go, or goes back. */
async function endPayment(deps: MendDeps, evidence: Evidence, sale: SaleFacts): Promise<void> {
  const { saleId, stored, record, listed } = evidence;
  const attempt =
    record?.fence ?? stored?.attempt ?? (listed === 'unreadable' ? null : listed?.attempt) ?? null;
  if (record === null && stored) {
    await endLeftOver(deps, stored);
  } else if (record === null && attempt !== null) {
    await deps.db.orders.insertVoid({ saleId, fence: attempt, epoch: sale.epoch, buyer: '' });
  }
  const now = attempt === null ? null : await deps.db.orders.moneyOf(saleId, attempt);
  if (!now) {
    return;
  }
  const isCharged = listed !== 'unreadable' && listed?.state === 'captured';
  if (isCharged && isOver(now)) {
    await deps.db.orders.setPayment(now, now.payment, 'refund pending');
  }
  await finishRecord(deps, now);
  if (now.payment === 'refunded') {
    await verified(deps.payment).refund(keyOf(now));
  } else if (now.payment === 'cancelled' && !isCharged) {
    await deps.payment.cancel(keyOf(now));
  }
}

/** Nothing more was to be done, and no order keeps the money: one that is paid may have been made meanwhile. */
const isOver = ({ payment }: MoneyRecord) => payment === 'cancelled' || payment === 'failed';

/** Cancel and capture may lead to a refund, so there are a few steps to the end. */
async function finishRecord(deps: MendDeps, { saleId, fence }: MoneyRecord): Promise<void> {
  const { db, payment, alert } = deps;
  for (let step = 0; step < 3; step += 1) {
    const due = await db.orders.moneyOf(saleId, fence);
    if (!due?.payment.endsWith('pending')) {
      return;
    }
    const { orders } = db;
    if ((await finishPayment({ orders, payment: verified(payment), alert }, due)) === due.payment) {
      return;
    }
  }
}

const keyOf = ({ saleId, fence }: MoneyRecord) => ({ saleId, attempt: fence });

/** Asks the provider also where the outcome is known here. */
const verified = ({ capture, cancel, refund }: PaymentPort) => ({
  capture: (key: Parameters<typeof capture>[0]) => capture(key, { verify: true }),
  cancel,
  refund: (key: Parameters<typeof refund>[0]) => refund(key, { verify: true }),
});
