import { createLogger, loadEnv } from '@flash/shared-config';
import { openDeps } from '../app/open-deps.ts';
import { createDemo, seedBuyer, seedOwner } from './demo.ts';

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
  await seedBuyer(deps);
  const sales = (await createDemo(deps).renew()).map(({ id, name }) => ({ id, name }));
  process.stdout.write(`${JSON.stringify({ ownerEmail: password ? email : null, sales })}\n`);
} finally {
  await deps.close();
}
