import type { Sale } from '@flash/database';
import { createLogger, loadEnv } from '@flash/shared-config';
import type { Deps } from '../app/deps.ts';
import { openDeps } from '../app/open-deps.ts';
import { systemActor } from '../app/services/shared/audit.ts';
import { phaseAt } from '../app/services/shared/wire.ts';
import { type DemoSale, demoSales } from './demo-sales.ts';
import { sell } from './sell.ts';

/** Fills an empty system with what a visitor wants to see; running it again adds what is missing. */
const env = loadEnv();
if (env.isProduction) {
  throw new Error('The demo has no place in production.');
}
const log = createLogger({ name: 'seed', level: 'warn', isProduction: true });
const deps = await openDeps({ env, log });
try {
  await deps.db.ensureIndexes();
  const { DEMO_OWNER_EMAIL: email = 'owner@flash.test', DEMO_OWNER_PASSWORD: password } =
    process.env;
  if (password) {
    await seedOwner(deps, { email, password });
  }
  const sales: { id: string; name: string }[] = [];
  for (const demo of demoSales(deps.clock.now())) {
    const { id, name } = await seedSale(deps, demo);
    sales.push({ id, name });
  }
  process.stdout.write(`${JSON.stringify({ ownerEmail: password ? email : null, sales })}\n`);
} finally {
  await deps.close();
}

interface Owner {
  email: string;
  password: string;
}

/** The demo's owner stands in for the set-up link, which is used up by that. */
async function seedOwner({ auth, db, team, clock }: Deps, owner: Owner): Promise<void> {
  const { internalAdapter, password } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(owner.email);
  if (found) {
    await internalAdapter.updatePassword(found.user.id, await password.hash(owner.password));
  } else {
    await auth.api.signUpEmail({ body: { name: 'Demo owner', ...owner } });
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
  await team.makeOwner(systemActor, { userId, email: owner.email, name: 'Demo owner' });
}

/** Makes the sale unless an earlier run left one that still shows what it is there for. */
async function seedSale(deps: Deps, demo: DemoSale): Promise<Sale> {
  const now = deps.clock.now();
  const { items } = await deps.db.sales.list({ q: demo.body.name, limit: 100 }, now);
  const left = items.find(
    (sale) => sale.productId === demo.productId && demo.good.includes(phaseAt(sale, now)),
  );
  if (left) {
    return left;
  }
  const { productId, body } = demo;
  const sale = await deps.sales.create(systemActor, { ...body, productId }, null);
  switch (demo.afterwards) {
    case 'sell out':
      await sell(deps, sale, sale.stock);
      return sale;
    case 'sell most':
      await sell(deps, sale, Math.ceil(sale.stock * 0.8));
      return sale;
    case 'sell some and end':
      await sell(deps, sale, Math.ceil(sale.stock / 4));
      return deps.sales.end(systemActor, sale.id, 'The demo shows an ended sale.');
    case 'pause':
      return deps.sales.pause(systemActor, sale.id, 'We are checking the delivery.');
    case 'nothing':
      return sale;
  }
}
