import { readFile } from 'node:fs/promises';
import type { Sale } from '@flash/database';
import { exampleLogin } from '@flash/shared-types';
import type { Deps } from '../app/deps.ts';
import { AppError } from '../app/errors.ts';
import { inspectPicture } from '../app/services/pictures/inspect.ts';
import { systemActor } from '../app/services/shared/audit.ts';
import { phaseAt } from '../app/services/shared/wire.ts';
import { type DemoSale, demoSales } from './demo-sales.ts';
import { sell } from './sell.ts';

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
