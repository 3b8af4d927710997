import type { Orders, Sales } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine } from '@flash/reservation';
import type { Reach } from '../../apps/worker/src/expiry/mongo-reachability.ts';
import type { FastPass } from '../../apps/worker/src/granting/fast-pass.ts';
import type { BlockWriter } from '../../apps/worker/src/log-store/block-writer.ts';
import type { PageLimits } from '../../apps/worker/src/log-store/log-page.ts';
import type { CleanupSale } from '../../apps/worker/src/retention/cleanup-sale.ts';
import type { Process } from '../world/scheduler.ts';
import type { Theme } from '../world/script.ts';
import type { Db } from '../world/world.ts';

/** Faults that a test plants into the system: each stands in for one of its dependencies. */
export interface Planted {
  /** The only histories that can show it. */
  theme?: Theme;
  /** Changes the text of a script; one that callers send as a whole is named `once`. */
  script?(name: string, text: string): string;
  engine?(engine: Engine, process: Process): Engine;
  /** Only for the engine of the workers. */
  workerEngine?(engine: Engine, process: Process): Engine;
  db?(db: Db, process: Process): Db;
  payment?(payment: PaymentPort, db: Pick<Db, 'preparedPayments'>): PaymentPort;
  fastPass?(deps: { engine: Engine; orders: Orders }): FastPass;
  /** What the job `release_hold` does. */
  releaseHold?(engine: Engine): (saleId: string) => Promise<unknown>;
  cleanupSale?(
    cleanup: CleanupSale,
    parts: { writer: BlockWriter; engine: Engine; sales: Sales },
  ): CleanupSale;
  /** What a worker takes for the presence of MongoDB. */
  reach?: () => Promise<Reach>;
  page?: PageLimits;
  /** False: no worker compares its sales with what it has seen of them. */
  glances?: false;
  /** False: no worker asks a Redis that is another one than before for keys of sales that are gone. */
  asksForGone?: false;
  /** False: no worker judges its sales while they live. `state`: only whether a state is what its log says. */
  audits?: false | 'state';
  /** Ages are measured by the wall clock. */
  agesByWallClock?: true;
  /** No fault: payments are authorised at a provider instead of in the sandbox. */
  hasProvider?: true;
}

/** Exactly one place of a script is changed. */
function patch(script: string, from: string, to: string): Required<Pick<Planted, 'script'>> {
  return {
    script(name, text) {
      if (name !== script) {
        return text;
      }
      if (text.split(from).length !== 2) {
        throw new Error(`${script} has not exactly one place ${from}`);
      }
      return text.replace(from, () => to);
    },
  };
}

/** Longer than a call to MongoDB waits until its client gives up. */
const KEPT_MS = 15_000;

const withOrders = (db: Db, change: Partial<Db['orders']>): Db => ({
  ...db,
  orders: { ...db.orders, ...change },
});

/** Blocks that this process has written itself. */
const ownBlocks = new WeakMap<Process, Set<number>>();

function ownBlocksOf(process: Process): Set<number> {
  const known = ownBlocks.get(process) ?? new Set();
  ownBlocks.set(process, known);
  return known;
}

/** Faults of the kind that is easily made; each has to be found within ten thousand histories. */
const plantedBugs: Record<string, Planted> = {
  'what is changed by hand is noticed only where a process comes upon it': {
    theme: 'freed unit',
    audits: false,
  },
  'keys of a deleted sale that an older copy of Redis brings back are not looked for': {
    theme: 'deleted sale',
    asksForGone: false,
  },
  'the resolver voids without reading which record decided': {
    db: (db) =>
      withOrders(db, {
        async insertVoid(record) {
          await db.orders.insertVoid(record);
          const { saleId, fence, buyer } = record;
          return { kind: 'void', saleId, fence, buyer, payment: 'cancel pending' };
        },
      }),
  },
  'an order is committed in whatever epoch the sale is': {
    db: (db) => ({
      ...db,
      committer: {
        async commit(order, options) {
          const sale = await db.sales.get(order.saleId);
          return db.committer.commit({ ...order, epoch: sale?.epoch ?? order.epoch }, options);
        },
      } as Db['committer'],
    }),
  },
  'a commit whose answer is lost counts as committed': {
    db: (db) => ({
      ...db,
      committer: {
        async commit(order, options) {
          const outcome = await db.committer.commit(order, options);
          const made = { id: `guess${order.fence}`, seq: order.seq, buyer: order.buyer } as never;
          return outcome.kind === 'unknown' ? { kind: 'committed', order: made } : outcome;
        },
      } as Db['committer'],
    }),
  },
  'money is captured before the order is committed': {
    payment: (payment) => ({
      ...payment,
      async authorise(request) {
        const result = await payment.authorise(request);
        if (result.kind === 'authorised') {
          await payment.capture(request);
        }
        return result;
      },
    }),
  },
  'every attempt to pay keeps the fence of its hold': patch(
    'claim',
    'hold.attempt, hold.token = sale.fence, token',
    'hold.attempt, hold.token = hold.fence, token',
  ),
  'a claim stays in the set of holds that expire': patch(
    'claim',
    "  redis.call('ZREM', KEYS[4], buyer)\n",
    '',
  ),
  'a change of stock is not remembered': patch(
    'adjust',
    "local field = 'adjust:' .. ARGV[1]",
    "local field = 'adjust:' .. ARGV[1] .. redis.call('TIME')[2] .. #KEYS",
  ),
  'a unit that a refund returns goes to Redis only': {
    db: (db) =>
      withOrders(db, {
        refund: (id, wish) => db.orders.refund(id, { ...wish, returnUnit: false }),
      }),
  },
  'a hold is given by a clock that was set forward': {
    theme: 'clock forward',
    workerEngine: (engine) => ({
      ...engine,
      grant: (saleId, { latestNow: _, ...options }) => engine.grant(saleId, options),
    }),
  },
  'the line is served from its end': patch(
    'grant',
    "local head = redis.call('ZRANGE', line, 0, k - 1, 'WITHSCORES')",
    "local head = redis.call('ZREVRANGE', line, 0, k - 1, 'WITHSCORES')",
  ),
  'a restore does not seal the chain of older epochs': {
    theme: 'sleeping writer',
    db: (db) => ({
      ...db,
      blocks: {
        ...db.blocks,
        append: (block) =>
          block.entries.length === 0
            ? Promise.resolve({ kind: 'stored' })
            : db.blocks.append(block),
      },
    }),
  },
};

/** What a review found in an earlier version of this project, put back by a stand-in of one dependency. */
const reviewFindings: Record<string, Planted> = {
  'C1: a block takes whatever the log has': { page: { entries: 1_000, names: 1e9 } },
  'H1: a block whose writer died before it noted it stays unnoted': {
    db: (db, process) => ({
      ...db,
      blocks: {
        ...db.blocks,
        async append(block) {
          const outcome = await db.blocks.append(block);
          if (outcome.kind === 'stored') {
            ownBlocksOf(process).add(block.to);
          }
          return outcome;
        },
      },
    }),
    workerEngine: (engine, process) => ({
      ...engine,
      stored: (saleId, upTo) =>
        ownBlocksOf(process).has(upTo.n)
          ? engine.stored(saleId, upTo)
          : Promise.resolve({ kind: 'noted', n: upTo.n, storedN: upTo.n }),
    }),
  },
  'H2: a first press is not recognised when it comes again': {
    engine: (engine) => ({
      ...engine,
      join: (saleId, { attempt: _, ...who }) => engine.join(saleId, who),
    }),
  },
  'H3: only a job tells the workers of a first place': {
    ...patch('join', 'if isFirst or wake == 1 then tellWorkers() end', ''),
    glances: false,
  },
  'H4: a worker without MongoDB keeps the lock of the line': {
    theme: 'cut worker',
    workerEngine: (engine) => ({
      ...engine,
      grant: (saleId, options) => engine.grant(saleId, { ...options, lockMs: KEPT_MS }),
      renewLock: (saleId, token) => engine.renewLock(saleId, token, KEPT_MS),
    }),
    fastPass:
      ({ orders }) =>
      async (saleId, units) => {
        const owners = await orders.liveByUnits(saleId, units);
        return owners.length === 0 ? [...units] : null;
      },
  },
  'H5: a job takes holds back past the guard of the clock': {
    theme: 'clock forward',
    releaseHold: (engine) => async (saleId) => {
      for (;;) {
        const swept = await engine.sweep(saleId, { max: 500 });
        if (swept.kind === 'unavailable' || !swept.more) {
          return swept;
        }
      }
    },
  },
  'M1: finished changes of stock are forgotten in a new epoch': {
    theme: 'stock in two epochs',
    db: (db) => ({
      ...db,
      blocks: {
        ...db.blocks,
        withSnapshot: (saleId, use) =>
          db.blocks.withSnapshot(saleId, (snapshot) => {
            const { sale } = snapshot;
            const adjusts = sale?.adjusts.filter(({ state }) => state === 'pending') ?? [];
            return use({ ...snapshot, sale: sale && { ...sale, adjusts } });
          }),
      },
    }),
  },
  'M2: a restore that follows a crashed one adopts the damaged state': {
    theme: 'lost hold',
    // Neither is what the mark says believed, nor is the state compared with its log.
    workerEngine(engine) {
      let isCompared = true;
      return {
        ...engine,
        async mark(saleId, epoch, damage = '') {
          const marked = await engine.mark(saleId, epoch, damage);
          isCompared = damage !== '';
          return marked.kind === 'marked' ? { kind: 'marked', damage } : marked;
        },
        async readState(saleId) {
          const state = isCompared ? await engine.readState(saleId) : null;
          isCompared = true;
          return state;
        },
      };
    },
  },
  'M3: a sale is deleted under a claim, and its money stays reserved': {
    theme: 'deleted sale',
    engine: (engine) => ({
      ...engine,
      async freeze(saleId) {
        const outcome = await engine.freeze(saleId);
        return outcome.kind === 'busy' ? { kind: 'frozen' } : outcome;
      },
    }),
    db: (db) =>
      withOrders(db, {
        async insertVoid(record) {
          return (await db.sales.get(record.saleId)) ? db.orders.insertVoid(record) : null;
        },
      }),
  },
  'M4: ages are measured by a clock that can be set back': {
    theme: 'clock back',
    agesByWallClock: true,
  },
  'M8: the key of a dead process stays taken for 30 s': {
    script: (name, text) => (name === 'once' ? text.replace('tonumber(runningMs)', '30000') : text),
  },
  'M9: the next state cannot be prepared when Redis is full': {
    theme: 'full',
    ...patch('stage', "redis.call(isHash and 'HDEL' or 'ZREM', KEYS[2], '')\n", ''),
  },
  'L1: the rest of a log is stored only by the worker that leads the writing': {
    theme: 'archived sale',
    cleanupSale:
      (cleanup, { writer, engine, sales }) =>
      async (saleId) => {
        const sale = await sales.get(saleId);
        if (sale?.status !== 'archived') {
          return cleanup(saleId);
        }
        await writer.store(saleId);
        await engine.drop(saleId);
      },
  },
  'L2: a restore does not count what it staged': {
    theme: 'cut restore',
    ...patch(
      'adopt',
      'if redis.call(count[i], staged) ~= whole(9 + i) then return { 0, 0, 0 } end',
      'redis.call(count[i], staged)',
    ),
  },
  'L3: an extension that is sent twice is used up twice': patch(
    'extend',
    'if hold.token == token then return { 1, sale.epoch, sale.now, showHold(hold, sale.extensions) } end\n',
    '',
  ),
  'L4: a primary that answers counts as one that stores': {
    theme: 'outage',
    reach: async () => 'there',
  },
  'L7: a refund between the reading of an order and its settling is not noticed': {
    theme: 'freed unit',
    // The live audit would find the unit that is sold to no order, and have the sale rebuilt.
    audits: 'state',
    db: (db) =>
      withOrders(db, {
        async byId(id) {
          const order = await db.orders.byId(id);
          return order && { ...order, live: true };
        },
      }),
  },
  'L9: a refund and its row in the audit log are written one after the other': {
    db: (db, process) =>
      withOrders(db, {
        async refund(id, { rows, ...wish }) {
          const outcome = await db.orders.refund(id, wish);
          if (outcome.kind === 'refunded' && rows && !process.isDead) {
            // In a transaction of its own, which may not come about.
            await db.orders.refund(id, { ...wish, rows });
          }
          return outcome;
        },
      }),
  },
};

/** Of payments that are prepared for a hold and authorised at a provider. */
const plantedPayments: Readonly<Record<string, Planted>> = {
  'P1: the payment of an attempt is bound and never asked for at the provider': {
    hasProvider: true,
    payment: (payment, { preparedPayments }) => ({
      ...payment,
      async authorise({ saleId, buyer, attempt }) {
        const newest = await preparedPayments.newest(saleId, buyer);
        const isBound = newest && (await preparedPayments.bind(newest.id, attempt, Date.now()));
        return isBound
          ? { kind: 'authorised', authorisationId: newest.intentId ?? '' }
          : { kind: 'declined', reason: 'There is no payment.' };
      },
    }),
  },
  'P2: a payment is captured before its order is stored': {
    hasProvider: true,
    payment: (payment) => ({
      ...payment,
      async authorise(request) {
        const result = await payment.authorise(request);
        if (result.kind === 'authorised') {
          await payment.capture(request);
        }
        return result;
      },
      cancel: async (key) => {
        const result = await payment.cancel(key);
        return result.kind === 'already_captured' ? { kind: 'cancelled' } : result;
      },
    }),
  },
};

export const allPlanted: Readonly<Record<string, Planted>> = {
  ...plantedBugs,
  ...reviewFindings,
  ...plantedPayments,
};
