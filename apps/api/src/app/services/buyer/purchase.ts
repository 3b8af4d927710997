import type { Committer, Database, Order, Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, Hold, WakeQueue } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { Clock, Random } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { PersonalNotices } from '../shared/notices.ts';
import type { PublicBoard } from '../shared/public-board.ts';
import type { ReturnRates } from '../shared/wait.ts';
import { createCaptures } from './confirm/captures.ts';
import type { PaymentRequest } from './confirm/claim.ts';
import { createConfirming } from './confirm/confirm.ts';
import type { CrashHook } from './confirm/crash-points.ts';
import { createJoin, type Joined, type Joiner } from './join.ts';
import type { JoinGate } from './join-gate.ts';
import { createOrderCache, type OrderCache } from './order-cache.ts';
import { createPreparePayment, type PreparedForBuyer } from './prepare-payment.ts';
import type { Proof } from './proof.ts';
import { refusalOf } from './unavailable.ts';
import {
  createPositionReader,
  createPositions,
  ownPlaceNow,
  type PositionReader,
} from './view/position.ts';

/** What a buyer can do: each one knows the order of its Redis and MongoDB steps. */
export interface Purchase {
  join(sale: Sale, who: Joiner): Promise<Joined>;
  position: PositionReader['read'];
  describe: PositionReader['describe'];
  /** Whether a ticket's place is waiting, held or being paid for. */
  isLiving(sale: Sale, proof: Pick<Proof, 'buyer' | 'seq'>): Promise<boolean>;
  /** Whether a join of this buyer finds what is there already, and takes no new place. */
  hasPlace(sale: Sale, proof: Pick<Proof, 'buyer' | 'seq'>): Promise<boolean>;
  confirm(sale: Sale, who: Proof, request: PaymentRequest & { fence?: number }): Promise<Order>;
  /** The payment for what this buyer holds now. */
  preparePayment(
    sale: Sale,
    who: Proof,
    contact: PaymentRequest['contact'],
  ): Promise<PreparedForBuyer>;
  leave(sale: Sale, who: Proof): Promise<Gave>;
  extend(sale: Sale, who: Proof, fence?: number): Promise<{ hold: Hold; now: number }>;
  orders: OrderCache;
  /** Resolves when no purchase is under way. */
  idle(): Promise<void>;
}

interface PurchaseDeps {
  engine: Engine;
  db: Pick<Database, 'orders'>;
  committer: Pick<Committer, 'commit'>;
  payment: PaymentPort;
  wake: Pick<WakeQueue, 'wake'>;
  publicBoard: PublicBoard;
  personal: PersonalNotices;
  returns: ReturnRates;
  gate: JoinGate;
  clock: Clock;
  log: Pick<Logger, 'warn' | 'error'>;
  random?: Random;
  /** Tests may have the process die on the way. */
  crash?: CrashHook;
}

const LIVING = new Set(['waiting', 'held', 'claimed']);
const OPEN_TO_JOIN = new Set(['none', 'expired']);

export function createPurchase(deps: PurchaseDeps): Purchase {
  const { engine, db, committer, payment, wake, publicBoard, personal, returns, clock, log } = deps;
  const { gate, random = Math.random, crash = () => undefined } = deps;
  const positions = createPositions(engine);
  const orders = createOrderCache(db.orders, log);
  const captures = createCaptures({ db, payment, log });
  const position = createPositionReader({
    ...{ positions, publicBoard, orders, returns, clock, random, log },
  });
  const confirming = createConfirming({
    ...{ engine, db, committer, payment, orders, captures, gate, positions, personal, log, crash },
  });

  return {
    join: createJoin({ engine, wake, personal, log, crash }),
    position: position.read,
    describe: position.describe,
    isLiving: async (sale, proof) => LIVING.has((await ownPlaceNow(positions, sale, proof)).state),
    hasPlace: async (sale, proof) =>
      !OPEN_TO_JOIN.has((await ownPlaceNow(positions, sale, proof)).state),
    confirm: confirming.confirm,
    preparePayment: createPreparePayment({ positions, payment, clock }),
    leave: createLeave({ engine, wake, log }),
    extend: createExtend({ engine }),
    orders,
    idle: confirming.idle,
  };
}

export type Gave = 'place' | 'hold' | 'nothing';

interface LeaveDeps {
  engine: Pick<Engine, 'leave'>;
  wake: Pick<WakeQueue, 'wake'>;
  log: Pick<Logger, 'warn'>;
}

/** Gives back what the buyer has. A second time there is nothing left, which is no error. */
function createLeave({ engine, wake, log }: LeaveDeps) {
  return async (sale: Sale, who: Proof): Promise<Gave> => {
    const outcome = await engine.leave(sale.id, { buyer: who.buyer, seq: who.seq ?? undefined });
    switch (outcome.kind) {
      case 'left':
        // A unit came back: the next in line should not have to wait for a timer.
        if (outcome.gave === 'hold') {
          void bestEffort(log, 'wake the worker after a leave', wake.wake(sale.id));
        }
        return outcome.gave;
      case 'refused':
        if (outcome.why === 'sold') {
          throw new AppError('ALREADY_BOUGHT', { orderId: outcome.orderId });
        }
        if (outcome.why === 'claimed') {
          throw new AppError('CONFIRM_IN_PROGRESS');
        }
        return 'nothing';
      case 'unavailable':
        throw refusalOf(outcome, sale);
    }
  };
}

interface ExtendDeps {
  engine: Pick<Engine, 'extend'>;
}

const EXTEND_REFUSALS = {
  no_hold: 'NO_HOLD',
  expired: 'HOLD_EXPIRED',
  none_left: 'NO_EXTENSION_LEFT',
  claimed: 'CONFIRM_IN_PROGRESS',
  wrong_fence: 'WRONG_HOLD',
} as const;

/** Gives the holder more time, as often as the sale allows. */
function createExtend({ engine }: ExtendDeps) {
  return async (sale: Sale, who: Proof, fence?: number): Promise<{ hold: Hold; now: number }> => {
    const proved = { buyer: who.buyer, seq: who.seq ?? undefined };
    const outcome = await engine.extend(sale.id, { ...proved, fence });
    switch (outcome.kind) {
      case 'extended':
        return { hold: outcome.hold, now: outcome.now };
      case 'refused':
        throw new AppError(EXTEND_REFUSALS[outcome.why]);
      case 'unavailable':
        throw refusalOf(outcome, sale);
    }
  };
}
