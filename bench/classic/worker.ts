// node --import tsx bench/classic/worker.ts <retrying|tuned>
import { type Job, Worker } from 'bullmq';
import {
  type ClassicJob,
  type ClassicSale,
  HOLD_SECONDS,
  keysOf,
  openClassic,
  prefixOf,
  QUEUE,
  type Variant,
  variants,
} from './classic.ts';

const variant = process.argv[2] as Variant;
const { concurrency, lockMs } = variants[variant];
const { redis, queue, sales } = await openClassic(variant);
const SALE_KEPT_MS = 30_000;
const known = new Map<string, { sale: ClassicSale; until: number }>();

const worker = new Worker<ClassicJob>(
  QUEUE,
  (job) => (job.name === 'reserve' ? reserve(job) : release(job)),
  {
    connection: redis.duplicate({ enableAutoPipelining: false }),
    prefix: prefixOf(variant),
    concurrency,
  },
);
worker.on('error', () => {});
process.send?.('ready');

async function saleOf(saleId: string): Promise<ClassicSale> {
  const entry = known.get(saleId);
  if (entry && entry.until > Date.now()) {
    return entry.sale;
  }
  const sale = await sales.findOne({ _id: saleId });
  if (!sale) {
    throw new Error('no such sale');
  }
  known.set(saleId, { sale, until: Date.now() + SALE_KEPT_MS });
  return sale;
}

/** Runs `work` under the lock of the sale. Busy: the job fails, and its backoff decides when it is tried again. */
async function locked<T>(saleId: string, job: Job, work: () => Promise<T>): Promise<T | 'busy'> {
  const { lock } = keysOf(variant, saleId);
  const token = String(job.id);
  if ((await redis.set(lock, token, 'PX', lockMs, 'NX')) === null) {
    return 'busy';
  }
  try {
    return await work();
  } finally {
    if ((await redis.get(lock)) === token) {
      await redis.del(lock);
    }
  }
}

async function reserve(job: Job<ClassicJob>): Promise<void> {
  const { email, saleId } = job.data;
  const sale = await saleOf(saleId);
  const now = Date.now();
  if (now < sale.startsAt.getTime() || now >= sale.endsAt.getTime()) {
    throw new Error('not open');
  }
  const keys = keysOf(variant, saleId);
  const outcome = await locked(saleId, job, async () => {
    await redis.set(keys.inventory, String(sale.currentQuantity), 'NX');
    const free = Number(await redis.get(keys.inventory));
    if (free <= 0) {
      await redis.zrem(keys.line, email);
      throw new Error('sold out');
    }
    if (free <= Math.ceil(sale.startingQuantity / 100)) {
      const [head] = await redis.zrange(keys.line, 0, '0');
      if (head !== email) {
        throw new Error('not the head of the line');
      }
    }
    await redis.decr(keys.inventory);
    await grant(saleId, email);
    await redis.zrem(keys.line, email);
  });
  if (outcome === 'busy') {
    throw new Error('the lock is taken');
  }
}

async function grant(saleId: string, email: string): Promise<void> {
  const keys = keysOf(variant, saleId);
  await redis.set(keys.hold(email), '1', 'EX', HOLD_SECONDS);
  await redis.rpush(keys.granted, email);
  const options = { delay: HOLD_SECONDS * 1_000, removeOnComplete: true, removeOnFail: true };
  await queue.add('release_hold', { email, saleId }, options);
}

async function release(job: Job<ClassicJob>): Promise<void> {
  const { email, saleId } = job.data;
  const keys = keysOf(variant, saleId);
  await locked(saleId, job, async () => {
    if (await redis.exists(keys.consumed(email))) {
      return;
    }
    await redis.incr(keys.inventory);
    const [next] = await redis.zpopmin(keys.line);
    if (next !== undefined) {
      await redis.decr(keys.inventory);
      await grant(saleId, next);
    }
  });
}
