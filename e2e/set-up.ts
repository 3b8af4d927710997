import { signUp } from './support/shop.ts';
import { startStack } from './support/stack.ts';
import { readRun } from './support/stack-run.ts';
import { merchantOf } from './support/stack-settings.ts';

// biome-ignore lint/style/noDefaultExport: the runner wants one
export default async function setUp(): Promise<() => Promise<void>> {
  const { file, stop } = await startStack();
  // What is set here is what every worker starts with.
  process.env.E2E_RUN = file;
  const { api, admin, site } = readRun();
  Object.assign(process.env, { E2E_API: api, E2E_SITE: site, E2E_ADMIN: admin });
  process.env.E2E_MERCHANT = merchantOf(api);
  try {
    process.env.E2E_TOKEN = await signUp(admin);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
