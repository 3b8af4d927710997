import { type JobsOptions, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type Collection, MongoClient, type ObjectId } from 'mongodb';

/**
 * The usual way to build a flash sale, for comparison: a job for each buyer, a lock with retries, a hold key
 * with a delayed job that releases it, a shadow inventory, and one update and one insert for each order.
 */
export interface Classic {
  redis: Redis;
  queue: Queue<ClassicJob>;
  sales: Collection<ClassicSale>;
  orders: Collection<ClassicOrder>;
  close(): Promise<void>;
}

export interface ClassicJob {
  email: string;
  saleId: string;
}

export interface ClassicSale {
  _id: string;
  startsAt: Date;
  endsAt: Date;
  startingQuantity: number;
  currentQuantity: number;
}

export interface ClassicOrder {
  _id?: ObjectId;
  saleId: string;
  email: string;
  paymentStatus: 'paid';
  createdAt: Date;
}

/** `retrying` as such systems are found; `tuned`: one job at a time, and no wait that is not needed. */
export const variants = {
  retrying: { concurrency: 10, lockMs: 750, backoffMs: 2_000 },
  tuned: { concurrency: 1, lockMs: 750, backoffMs: 20 },
} as const;
export type Variant = keyof typeof variants;

export const HOLD_SECONDS = 900;
export const QUEUE = 'classic';

/** Each variant has keys and a database of its own on the same engines as ours. */
export const prefixOf = (variant: Variant) => `classic-${variant}`;

export function keysOf(variant: Variant, saleId: string) {
  const own = `${prefixOf(variant)}:${saleId}`;
  return {
    line: `${own}:line`,
    inventory: `${own}:inventory`,
    lock: `${own}:lock`,
    hold: (email: string) => `${own}:hold:${email}`,
    claim: (email: string) => `${own}:claim:${email}`,
    consumed: (email: string) => `${own}:consumed:${email}`,
    /** Of the measurement, not of the design: who joined, and who was granted a unit, in order. */
    joined: `${own}:joined`,
    granted: `${own}:granted`,
  };
}

export async function openClassic(variant: Variant): Promise<Classic> {
  const { REDIS_URL = '', MONGODB_URI = '' } = process.env;
  const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null, enableAutoPipelining: true });
  const queue = new Queue<ClassicJob>(QUEUE, {
    connection: redis.duplicate({ enableAutoPipelining: false }),
    prefix: prefixOf(variant),
  });
  const client = await MongoClient.connect(MONGODB_URI);
  const db = client.db(prefixOf(variant));
  const sales = db.collection<ClassicSale>('sales');
  const orders = db.collection<ClassicOrder>('orders');
  await orders.createIndex({ saleId: 1, email: 1 });
  return {
    redis,
    queue,
    sales,
    orders,
    async close() {
      await queue.close();
      redis.disconnect();
      await client.close();
    },
  };
}

export function reserveOptions(variant: Variant, { email, saleId }: ClassicJob): JobsOptions {
  return {
    // BullMQ takes no colon in the ids of jobs.
    jobId: `reserve-${saleId}-${email}`,
    attempts: 20,
    backoff: { type: 'exponential', delay: variants[variant].backoffMs },
    removeOnComplete: true,
    removeOnFail: true,
  };
}
