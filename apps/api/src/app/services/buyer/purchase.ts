import type { Committer, Database, Order, Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, Hold, WakeQueue } from '@flash/reservation';
import type { PurchaseState } from '@flash/shared-types';
import type { Clock, Random } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { PersonalNotices } from '../shared/personal-notices.ts';
import type { LineBoard } from '../shared/public-board.ts';
import type { Returns } from '../shared/wait.ts';
import { createCaptures } from './captures.ts';
import type { Wish } from './claim.ts';
import { createConfirming } from './confirm.ts';
import type { CrashHook } from './crash-points.ts';
import { createJoin, type Joined, type Joiner } from './join.ts';
import { createOrdersRead, type OrdersRead } from './orders-read.ts';
import { createLooking, createPositions, ownPlaceNow } from './position.ts';
import type { Proof } from './proof.ts';
import type { Sight } from './sale-view.ts';
import { refusalOf } from './unavailable.ts';

/** What a buyer can do: each one knows the order of its Redis and MongoDB steps. */
export interface Purchase {
  join(sale: Sale, who: Joiner): Promise<Joined>;
  look(sale: Sale, proof: Pick<Proof, 'buyer' | 'seq'> | null): Promise<PurchaseState>;
  show(sale: Sale, sight: Sight): Promise<PurchaseState>;
  /** Whether a ticket's place is waiting, held or being paid for. */
  isLiving(sale: Sale, proof: Pick<Proof, 'buyer' | 'seq'>): Promise<boolean>;
  confirm(sale: Sale, who: Proof, wish: Wish & { fence?: number }): Promise<Order>;
  leave(sale: Sale, who: Proof): Promise<Gave>;
  extend(sale: Sale, who: Proof, fence?: number): Promise<{ hold: Hold; now: number }>;
  orders: OrdersRead;
  /** Resolves when nothing that was begun is under way any more. */
  idle(): Promise<void>;
}

interface PurchaseDeps {
  engine: Engine;
  db: Pick<Database, 'orders'>;
  committer: Pick<Committer, 'commit'>;
  payment: PaymentPort;
  wake: Pick<WakeQueue, 'wake'>;
  lineBoard: LineBoard;
  personal: PersonalNotices;
  returns: Returns;
  clock: Clock;
  random?: Random;
  /** Tests may have the process die on the way. */
  crash?: CrashHook;
}

const living = new Set(['waiting', 'held', 'claimed']);

export function createPurchase(deps: PurchaseDeps): Purchase {
  const { engine, db, payment, random = Math.random, crash = () => undefined } = deps;
  const positions = createPositions(engine);
  const orders = createOrdersRead(db.orders);
  const captures = createCaptures({ db, payment });
  const looking = createLooking({ ...deps, positions, orders, random });
  const confirming = createConfirming({ ...deps, positions, orders, captures, crash });

  return {
    join: createJoin({ ...deps, crash }),
    look: looking.look,
    show: looking.show,
    isLiving: async (sale, proof) => living.has((await ownPlaceNow(positions, sale, proof)).state),
    confirm: confirming.confirm,
    leave: createLeave(deps),
    extend: createExtend({ engine }),
    orders,
    idle: confirming.idle,
  };
}

export type Gave = 'place' | 'hold' | 'nothing';

interface LeaveDeps {
  engine: Pick<Engine, 'leave'>;
  wake: Pick<WakeQueue, 'wake'>;
}

/** Gives back what the buyer has. A second time there is nothing left, which is no error. */
function createLeave({ engine, wake }: LeaveDeps) {
  return async (sale: Sale, who: Proof): Promise<Gave> => {
    const outcome = await engine.leave(sale.id, { buyer: who.buyer, seq: who.seq ?? undefined });
    switch (outcome.kind) {
      case 'left':
        // A unit came back: the next in line should not have to wait for a timer.
        if (outcome.gave === 'hold') {
          void wake.wake(sale.id).catch(() => undefined);
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
