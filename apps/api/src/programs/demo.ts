import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sale } from '@flash/database';
import { exampleLogin } from '@flash/shared-types';
import type { Deps } from '../app/deps.ts';
import { AppError } from '../app/errors.ts';
import { inspectPicture } from '../app/services/pictures/inspect.ts';
import { systemActor } from '../app/services/shared/audit.ts';
import { guestBuyer } from '../app/services/shared/buyer-digests.ts';
import { phaseAt } from '../app/services/shared/wire.ts';
import { type DemoSale, demoSales } from './demo-sales.ts';

/** So long the public list still shows an ended sale that others have followed. */
const SHOWN_MS = 60 * 60_000;
/** Few enough that the crowd always waits for them. */
const LEFT_OF_MOST = 10;
/** Of one kind; older ones are archived. */
const READ_MAX = 100;

/** A visitor may resume the paused sale and watch it run for this long. */
const RESUMED_MS = 10 * 60_000;

export interface Demo {
  /** Makes each sale that is missing or no longer in its state, tidies up behind it, and answers those shown. */
  renew(): Promise<Sale[]>;
}

export function createDemo(deps: Deps): Demo {
  const { clock } = deps;
  /** When a sale that should be paused was first seen running. */
  const resumedAt = new Map<string, number>();

  return {
    async renew() {
      const shown: Sale[] = [];
      for (const demo of demoSales(clock.now())) {
        shown.push(await renewOne(demo));
      }
      return shown;
    },
  };

  async function renewOne(demo: DemoSale): Promise<Sale> {
    const now = clock.now();
    const sales = (await salesOf(deps, demo)).filter(({ status }) => status !== 'archived');
    const good = sales.find((sale) => demo.isGood(sale, now));
    const shown = good ?? (await pauseAgain(demo, sales)) ?? (await make(deps, demo));
    for (const sale of sales) {
      if (sale.id !== shown.id) {
        await tidy(deps, sale);
      }
    }
    return shown;
  }

  async function pauseAgain(demo: DemoSale, sales: readonly Sale[]): Promise<Sale | null> {
    const now = clock.now();
    const resumed = sales.find((sale) => phaseAt(sale, now) === 'open');
    if (demo.afterwards !== 'pause' || !resumed) {
      return null;
    }
    const since = resumedAt.get(resumed.id) ?? now;
    resumedAt.set(resumed.id, since);
    if (now - since < RESUMED_MS) {
      return resumed;
    }
    resumedAt.delete(resumed.id);
    return pause(deps, resumed);
  }
}

async function salesOf({ db, clock }: Deps, demo: DemoSale): Promise<Sale[]> {
  const filter = { q: demo.body.name, sort: 'createdAt', order: 'desc', limit: READ_MAX } as const;
  const { items } = await db.sales.list(filter, clock.now());
  return items.filter(({ productId }) => productId === demo.productId);
}

async function make(deps: Deps, { productId, body, picture, afterwards }: DemoSale): Promise<Sale> {
  const { id } = await deps.sales.create(systemActor, { ...body, productId }, null);
  const bytes = await readFile(new URL(`demo-pictures/${picture}.webp`, import.meta.url));
  const sent = inspectPicture(bytes, 'image/webp');
  if (!sent) {
    throw new Error(`demo: ${picture}.webp is not a picture that a sale may have`);
  }
  const sale = await deps.sales.picture(systemActor, id, sent, null);
  switch (afterwards) {
    case 'sell out':
      await sell(deps, sale, sale.stock);
      return sale;
    case 'sell most':
      await sell(deps, sale, sale.stock - LEFT_OF_MOST);
      return sale;
    case 'sell some and end':
      await sell(deps, sale, Math.ceil(sale.stock / 4));
      return deps.sales.end(systemActor, sale.id, 'The demo shows an ended sale.');
    case 'pause':
      return pause(deps, sale);
    case 'nothing':
      return sale;
  }
}

function pause({ sales }: Deps, { id }: Sale): Promise<Sale> {
  return sales.pause(systemActor, id, 'We are checking the delivery.');
}

/** A sale that another one has followed: it may still have buyers, who are not disturbed. */
async function tidy({ sales, clock, log }: Deps, sale: Sale): Promise<void> {
  const now = clock.now();
  const phase = phaseAt(sale, now);
  const endedAt = sale.endsAt <= now ? sale.endsAt : sale.updatedAt;
  const isOver = phase === 'ended' || phase === 'cancelled';
  try {
    if (phase === 'draft') {
      await sales.remove(systemActor, sale.id);
    } else if (phase === 'open' && sale.currentQuantity === 0) {
      await sales.end(systemActor, sale.id, 'The demo has started the next sale of this kind.');
    } else if (isOver && now - endedAt > SHOWN_MS) {
      await sales.archive(systemActor, sale.id, 'The demo keeps its list of past sales short.');
    }
  } catch (error) {
    // A buyer still holds a unit, or the sale is being restored: the next round tries again.
    if (!(error instanceof AppError)) {
      throw error;
    }
    log.debug({ saleId: sale.id, err: error }, 'a past sale of the demo stays');
  }
}

const OWNER_NAME = 'Demo owner';

interface Owner {
  email: string;
  password: string;
}

/** The demo's owner stands in for the set-up link, which is used up by that. */
export async function seedOwner({ auth, db, team, clock }: Deps, owner: Owner): Promise<void> {
  const { internalAdapter, password } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(owner.email);
  if (found) {
    await internalAdapter.updatePassword(found.user.id, await password.hash(owner.password));
  } else {
    await auth.api.signUpEmail({ body: { name: OWNER_NAME, ...owner } });
  }
  const account = found ?? (await internalAdapter.findUserByEmail(owner.email));
  if (!account) {
    throw new Error('demo: the owner could not be made');
  }
  const userId = account.user.id;
  const now = clock.now();
  const link = await db.invitations.issueSetup(now);
  if (link !== null) {
    await db.invitations.takeSetup(link.token, userId, now);
  }
  const member = await db.members.get(userId);
  if (member?.role === 'owner') {
    return;
  }
  await team.makeOwner(systemActor, { userId, email: owner.email, name: OWNER_NAME });
}

/** The buyer whose log-in is the example of the documentation, so that trying it there works. */
export async function seedBuyer({ auth }: Pick<Deps, 'auth'>): Promise<void> {
  const { internalAdapter } = await auth.$context;
  if (!(await internalAdapter.findUserByEmail(exampleLogin.email))) {
    await auth.api.signUpEmail({ body: { name: 'Grace Hopper', ...exampleLogin } });
  }
}

const LEASE_MS = 10_000;
const LOCK_MS = 10_000;
const SERVED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 20;

/** So many buy at once: their orders share a transaction. */
const AT_ONCE = 25;

/** Sells `count` units the way buyers do, so that both stores agree. */
export async function sell(deps: Deps, sale: Sale, count: number): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE) {
    const people = Array.from({ length: Math.min(AT_ONCE, count - from + 1) }, (_, index) => {
      const email = `buyer-${from + index}@demo.flash.test`;
      return { email, buyer: guestBuyer(sale, email) };
    }).filter((person): person is Person => person.buyer !== null);
    const buyers = people.map(({ buyer }) => buyer);
    await Promise.all(buyers.map((buyer) => deps.engine.join(sale.id, { buyer, bearer: false })));
    await untilHeld(deps, sale.id, buyers);
    await Promise.all(people.map((person) => buy(deps, sale, person)));
  }
}

interface Person {
  buyer: string;
  email: string;
}

/** A worker may be serving the same line already: the process with the lock grants the units. */
async function untilHeld(deps: Deps, saleId: string, buyers: readonly string[]): Promise<void> {
  const deadline = performance.now() + SERVED_WITHIN_MS;
  while (performance.now() < deadline) {
    await grantSome(deps, saleId);
    const seen = await deps.engine.position(saleId, buyers);
    if (seen.kind === 'positions' && seen.places.every(({ state }) => state === 'held')) {
      return;
    }
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Error('demo: not all buyers were served in time');
}

/** The last units of a sale are named by the engine and handed in again; here are no other buyers. */
async function grantSome({ engine }: Deps, saleId: string): Promise<void> {
  const token = randomBytes(8).toString('hex');
  if (!(await engine.lock(saleId, token, LOCK_MS))) {
    return;
  }
  const batch = { token, max: AT_ONCE, clearWake: true };
  const outcome = await engine.grant(saleId, batch);
  if (outcome.kind === 'check_units') {
    await engine.grant(saleId, { ...batch, units: outcome.units });
  }
  await engine.unlock(saleId, token);
}

async function buy(deps: Deps, sale: Sale, { buyer, email }: Person): Promise<void> {
  const { engine, payment, committer } = deps;
  const token = randomBytes(8).toString('hex');
  const claim = await engine.claim(sale.id, { buyer, token, leaseMs: LEASE_MS });
  if (claim.kind !== 'claimed') {
    throw new Error(`demo: claim answered ${claim.kind}`);
  }
  const { attempt, hold, epoch } = claim;
  const { unit, seq, price: amount } = hold;
  const money = { amount, currency: sale.currency };
  await payment.authorise({ saleId: sale.id, attempt, ...money, token: 'ok', buyer });
  const outcome = await committer.commit({
    saleId: sale.id,
    fence: attempt,
    epoch,
    buyer,
    unit,
    seq,
    email,
    contact: null,
    ...money,
  });
  if (outcome.kind !== 'committed') {
    throw new Error(`demo: commit answered ${outcome.kind}`);
  }
  await engine.settle(sale.id, { buyer, unit, attempt, orderId: outcome.order.id });
}
