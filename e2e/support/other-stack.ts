import { signUp } from './shop.ts';
import { startStack } from './stack.ts';
import { readRun } from './stack-run.ts';

export interface OtherStack {
  stop(): Promise<void>;
}

const NAMES = ['E2E_RUN', 'E2E_API', 'E2E_SITE', 'E2E_ADMIN', 'E2E_TOKEN'] as const;

/** A second shop with settings of its own. Until it stops, the tests of this process are about it. */
export async function startOtherStack(settings: NodeJS.ProcessEnv): Promise<OtherStack> {
  const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  const { file, stop } = await startStack({ isOwn: true, settings });
  const { api, site, admin } = readRun(file);
  Object.assign(process.env, { E2E_RUN: file, E2E_API: api, E2E_SITE: site, E2E_ADMIN: admin });
  process.env.E2E_TOKEN = await signUp(admin);
  return {
    async stop() {
      Object.assign(process.env, before);
      await stop();
    },
  };
}
