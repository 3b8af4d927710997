import { signUp } from './shop.ts';
import { readRun, startStack } from './stack.ts';

// biome-ignore lint/style/noDefaultExport: the runner wants one
export default async function setUp(): Promise<() => Promise<void>> {
  const stop = await startStack();
  const { api, admin, site } = readRun();
  // What is set here is what every worker starts with.
  Object.assign(process.env, { E2E_API: api, E2E_SITE: site });
  try {
    process.env.E2E_TOKEN = await signUp(admin);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
