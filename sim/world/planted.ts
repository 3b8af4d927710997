import type { Engine } from '@flash/reservation';
import type { Process } from './scheduler.ts';
import type { Db, Planted } from './world.ts';

/** Exactly one place of a script is changed. */
function patch(script: string, from: string, to: string): Pick<Planted, 'script'> {
  return {
    script(name, text) {
      if (name !== script) {
        return text;
      }
      if (text.split(from).length !== 2) {
        throw new Error(`${script}.lua has not exactly one place ${from}`);
      }
      return text.replace(from, () => to);
    },
  };
}

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
export const plantedBugs: Record<string, Planted> = {
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
    'local attempt = sale.fence + 1',
    'local attempt = hold.fence',
  ),
  'a claim stays in the set of holds that expire': patch(
    'claim',
    "redis.call('ZREM', KEYS[4], buyer)\n",
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
  'the line is served from its end': patch(
    'grant',
    "local head = redis.call('ZRANGE', line, 0, k - 1, 'WITHSCORES')",
    "local head = redis.call('ZREVRANGE', line, 0, k - 1, 'WITHSCORES')",
  ),
};

/** What a review found in an earlier version of this project, put back by a stand-in of one dependency. */
export const reviewFindings: Record<string, Planted> = {
  'H2: a first press is not recognised when it comes again': {
    engine: (engine) => ({
      ...engine,
      join: (saleId, { attempt: _, ...who }) => engine.join(saleId, who),
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

/** Faults that no history has shown so far: what the histories do not reach yet. */
export const notFoundYet: Record<string, Planted> = {
  'a restore does not seal the chain of older epochs': {
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
  'H1: a block whose writer died before it noted it stays unnoted': {
    db: (db, process) => ({
      ...db,
      blocks: {
        ...db.blocks,
        async append(block) {
          const outcome = await db.blocks.append(block);
          ownBlocksOf(process).add(block.to);
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
  'H5: holds are taken back past the guard of the clock': {
    workerEngine: (engine) => withoutClockGuard(engine),
  },
  'M1: finished changes of stock are forgotten in a new epoch': {
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
    workerEngine: (engine) => ({
      ...engine,
      async mark(saleId, epoch, damage = '') {
        const marked = await engine.mark(saleId, epoch, damage);
        return marked.kind === 'marked' ? { kind: 'marked', damage } : marked;
      },
    }),
  },
  'L2: a restore does not count what it staged': patch(
    'adopt',
    'if redis.call(count[i], staged) ~= whole(9 + i) then return { 0, 0, 0 } end',
    'redis.call(count[i], staged)',
  ),
  'L3: an extension that is sent twice is used up twice': patch(
    'extend',
    'if hold.token == token then return { 1, sale.epoch, sale.now, showHold(hold, sale.extensions) } end\n',
    '',
  ),
  'L7: a refund between the reading of an order and its settling is not noticed': {
    db: (db) =>
      withOrders(db, {
        async byId(id) {
          const order = await db.orders.byId(id);
          return order && { ...order, live: true };
        },
      }),
  },
};

function withoutClockGuard(engine: Engine): Engine {
  return {
    ...engine,
    sweep: (saleId, { max }) => engine.sweep(saleId, { max }),
  };
}
