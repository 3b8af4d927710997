import type { Sale } from '@flash/database';
import { type Engine, noticeChannel } from '@flash/reservation';
import { createOnce, type Once } from '../../apps/api/src/app/services/base/idempotency.ts';
import { createCaptures } from '../../apps/api/src/app/services/buyer/confirm/captures.ts';
import { createConfirming } from '../../apps/api/src/app/services/buyer/confirm/confirm.ts';
import { createJoin } from '../../apps/api/src/app/services/buyer/join.ts';
import { createJoinGate } from '../../apps/api/src/app/services/buyer/join-gate.ts';
import { createOrderCache } from '../../apps/api/src/app/services/buyer/order-cache.ts';
import {
  createPreparePayment,
  type PreparedForBuyer,
} from '../../apps/api/src/app/services/buyer/prepare-payment.ts';
import type { Proof } from '../../apps/api/src/app/services/buyer/proof.ts';
import { createApplyProviderEvent } from '../../apps/api/src/app/services/buyer/provider-events.ts';
import { createPositions } from '../../apps/api/src/app/services/buyer/view/position.ts';
import {
  createPersonalNotices,
  type Notice,
} from '../../apps/api/src/app/services/shared/notices.ts';
import {
  createPublicBoard,
  type PublicBoard,
} from '../../apps/api/src/app/services/shared/public-board.ts';
import { createRefund } from '../../apps/api/src/app/services/team/refund.ts';
import {
  createApply,
  type SalesContext,
} from '../../apps/api/src/app/services/team/sales/sale-context.ts';
import {
  createSaleAdmin,
  type SaleAdmin,
} from '../../apps/api/src/app/services/team/sales/sales.ts';
import { decodeEntry } from '../../libs/reservation/src/log.ts';
import { createPayment } from './payment.ts';
import type { Process } from './scheduler.ts';
import { type Db, log, openOwnDatabase, openOwnEngine, openOwnQueue, type World } from './world.ts';

export interface Api {
  process: Process;
  join: ReturnType<typeof createJoin>;
  confirm: ReturnType<typeof createConfirming>['confirm'];
  once: Once;
  prepare(sale: Sale, who: Proof): Promise<PreparedForBuyer>;
  /** A message of the payment provider. */
  tell(payload: string, signature: string): Promise<void>;
  refund: ReturnType<typeof createRefund>;
  sales: SaleAdmin;
  /** Null where no history reads it. */
  board: PublicBoard | null;
  engine: Engine;
  db: Db;
}

/** What an API process is made of; its start takes no step. */
export function startApi(world: World, name: string): Api {
  const { scheduler, listeners } = world;
  const process = scheduler.spawn(name);
  return scheduler.within(process, () => {
    const { redis, engine } = openOwnEngine(world, process);
    const db = openOwnDatabase(world, process);
    const payment = createPayment(world, db);
    const clock = { now: () => scheduler.now() };
    const wake = openOwnQueue(world);
    const heard: ((notice: Notice) => void)[] = [];
    const notices = { on: (listener: (notice: Notice) => void) => heard.push(listener) };
    const personal = createPersonalNotices(notices);
    listeners.add({
      process,
      hear(channel, text) {
        if (channel === noticeChannel) {
          const notice = noticeOf(text);
          for (const listener of heard) {
            listener(notice);
          }
        }
      },
    });
    const confirming = createConfirming({
      ...{ engine, db, payment, log, personal },
      committer: db.committer,
      orders: createOrderCache(db.orders, log),
      captures: createCaptures({ db, payment, log }),
      positions: createPositions(engine),
      gate: createJoinGate({ now: () => scheduler.now() }),
      crash: () => {},
    });
    const applyEvent = createApplyProviderEvent({
      ...{ db, clock, log },
      saleCache: { get: (id) => db.sales.get(id) },
      purchase: { confirm: confirming.confirm },
    });
    const prepare = createPreparePayment({ positions: createPositions(engine), payment, clock });
    const context = {
      ...{ db, engine, wake, clock, log },
      saleCache: { refresh: async () => {} },
      writeAudit: async () => {},
      apply: createApply(engine, log),
    } as unknown as SalesContext;
    return {
      ...{ process, engine, db },
      join: createJoin({ engine, wake, personal, log, crash: () => {} }),
      confirm: confirming.confirm,
      prepare: (sale, who) => prepare(sale, who, null),
      async tell(payload, signature) {
        const { preparing } = payment;
        const message = { payload: Buffer.from(payload), signature, now: clock.now() };
        const event = preparing?.readEvent(message);
        if (!preparing || !event) {
          throw new TypeError('the message is not signed');
        }
        await applyEvent(preparing, event);
      },
      once: createOnce(redis as never, log),
      refund: createRefund({ db, engine, payment, wake, log, now: clock.now }),
      sales: createSaleAdmin(context),
      board: world.terms.hasBoard ? openBoard(world, { engine, db, notices }) : null,
    };
  });
}

function noticeOf(text: string): Notice {
  const [saleId = '', epoch = '', n = '', ...entry] = text.split(' ');
  return { saleId, epoch: Number(epoch), entry: decodeEntry(Number(n), entry.join(' ')) };
}

function openBoard(
  { scheduler }: World,
  {
    engine,
    db,
    notices,
  }: { engine: Engine; db: Db; notices: { on(listener: (notice: Notice) => void): unknown } },
): PublicBoard {
  return createPublicBoard({
    ...{ engine, notices, log },
    saleCache: { get: (id) => db.sales.get(id), current: async () => null },
    returns: { perMs: () => null } as never,
    mail: 'off',
    clock: { now: () => scheduler.now() },
  });
}
