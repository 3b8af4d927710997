import type { Committer, Database, Order, Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, Hold, WakeQueue } from '@flash/reservation';
import type { PurchaseState } from '@flash/shared-types';
import type { Clock, Random } from '@flash/shared-utils';
import type { PersonalNotices } from '../shared/personal-notices.ts';
import type { LineBoard } from '../shared/public-board.ts';
import type { Returns } from '../shared/returns.ts';
import { createCaptures } from './captures.ts';
import type { Wish } from './claim.ts';
import { createConfirming } from './confirm.ts';
import type { CrashHook } from './crash-points.ts';
import { createExtend } from './extend.ts';
import { createJoin, type Joined, type Joiner } from './join.ts';
import { createLeave, type Gave } from './leave.ts';
import { createOrdersRead, type OrdersRead } from './orders-read.ts';
import { ownPlaceNow } from './own-place-now.ts';
import { createLooking } from './position.ts';
import { createPositions } from './positions.ts';
import type { Proof } from './proof.ts';
import type { Sight } from './sale-view.ts';

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
