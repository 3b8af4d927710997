// node --import tsx bench/classic/api.ts <retrying|tuned> <port>
import fastify from 'fastify';
import {
  type ClassicSale,
  HOLD_SECONDS,
  keysOf,
  openClassic,
  reserveOptions,
  type Variant,
} from './classic.ts';

interface Place {
  email: string;
  flashSaleId: string;
}

const variant = process.argv[2] as Variant;
const { redis, queue, sales, orders } = await openClassic(variant);
const app = fastify();

app.post<{ Body: { startingQuantity: number } }>('/flash-sales', async ({ body }, reply) => {
  const id = crypto.randomUUID();
  const now = Date.now();
  await sales.insertOne({
    _id: id,
    startsAt: new Date(now - 1_000),
    endsAt: new Date(now + 3_600_000),
    startingQuantity: body.startingQuantity,
    currentQuantity: body.startingQuantity,
  });
  return reply.code(201).send({ id });
});

/** What the load scenario needs besides: accounts that mean nothing here, and the page that buyers look at. */
const account = { token: 'bench', user: { role: 'owner' } };
app.post('/api/auth/sign-up/email', async () => account);
app.post('/api/auth/sign-in/email', async () => account);

const PAGE_KEPT_MS = 1_000;
const pages = new Map<string, { sale: ClassicSale | null; until: number }>();

app.get<{ Querystring: { flashSaleId: string } }>('/flash-sales/public/sale', async ({ query }) => {
  const known = pages.get(query.flashSaleId);
  const isFresh = known !== undefined && known.until > Date.now();
  const sale = isFresh ? known.sale : await sales.findOne({ _id: query.flashSaleId });
  if (!isFresh) {
    pages.set(query.flashSaleId, { sale, until: Date.now() + PAGE_KEPT_MS });
  }
  if (!sale) {
    return { meta: null };
  }
  const remaining = sale.currentQuantity;
  const status = sale.endsAt.getTime() <= Date.now() ? 'ended' : 'ongoing';
  const progress = { remaining, starting: sale.startingQuantity };
  return { meta: { status, soldOut: remaining <= 0, progress } };
});

app.post<{ Body: Place }>('/orders/buy', async ({ body: { email, flashSaleId } }) => {
  const keys = keysOf(variant, flashSaleId);
  const [, rank, size] =
    (await redis
      .multi()
      .zadd(keys.line, 'NX', Date.now(), email)
      .zrank(keys.line, email)
      .zcard(keys.line)
      .rpush(keys.joined, email)
      .exec()) ?? [];
  const job = { email, saleId: flashSaleId };
  await queue.add('reserve', job, reserveOptions(variant, job));
  const position = Number(rank?.[1] ?? -1) + 1;
  return { queued: true, position, size: size?.[1], hasActiveHold: false, email, flashSaleId };
});

app.get<{ Querystring: Place }>('/orders/position', async ({ query: { email, flashSaleId } }) => {
  const keys = keysOf(variant, flashSaleId);
  const [rank, size, ttl] = await Promise.all([
    redis.zrank(keys.line, email),
    redis.zcard(keys.line),
    redis.pttl(keys.hold(email)),
  ]);
  const hasActiveHold = ttl > 0;
  const status = hasActiveHold ? 'ready' : rank === null ? 'none' : 'queued';
  const position = rank === null ? null : rank + 1;
  return {
    status,
    position,
    size,
    hasActiveHold,
    holdTtlSec: Math.max(0, Math.floor(ttl / 1_000)),
  };
});

app.post<{ Body: Place }>('/orders/confirm', async ({ body: { email, flashSaleId } }, reply) => {
  const keys = keysOf(variant, flashSaleId);
  if (!(await redis.exists(keys.hold(email)))) {
    return reply.code(403).send({ message: 'no hold' });
  }
  if ((await redis.set(keys.claim(email), '1', 'EX', 30, 'NX')) === null) {
    return reply.code(409).send({ message: 'in progress' });
  }
  const known = await orders.findOne({ saleId: flashSaleId, email });
  if (known) {
    return { ok: true, orderId: known._id };
  }
  const now = new Date();
  const sale = await sales.findOneAndUpdate(
    {
      _id: flashSaleId,
      startsAt: { $lte: now },
      endsAt: { $gt: now },
      currentQuantity: { $gt: 0 },
    },
    { $inc: { currentQuantity: -1 } },
    { writeConcern: { w: 'majority', journal: true } },
  );
  if (!sale) {
    return reply.code(409).send({ message: 'sold out' });
  }
  const order = { saleId: flashSaleId, email, paymentStatus: 'paid' as const, createdAt: now };
  const { insertedId } = await orders.insertOne(order, {
    writeConcern: { w: 'majority', journal: true },
  });
  await redis.set(keys.consumed(email), '1', 'EX', HOLD_SECONDS * 2);
  await redis.del(keys.hold(email), keys.claim(email));
  return { ok: true, orderId: insertedId };
});

app.get('/livez', async () => ({ status: 'alive' }));
/** What a request costs before anything of a sale is done. */
app.post('/trivial', async () => ({ ok: true }));

await app.listen({ host: '127.0.0.1', port: Number(process.argv[3]) });
