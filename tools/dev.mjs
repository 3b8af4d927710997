// npm run dev [-- api worker admin site]: reload on save, on engines that all terminals share.
import { mkdirSync } from 'node:fs';
import { dataDir, root } from './process/paths.mjs';
import { commitOf } from './run/commit.mjs';
import { describeDevelopment, joinEngines, runInForeground } from './run/development.mjs';
import { ensurePackages } from './run/install.mjs';
import { readEnvironment, readOptions } from './run/options.mjs';
import { environmentFor, keepSecrets } from './run/plan.mjs';

const say = (line) => console.log(`[dev] ${line}`);

try {
  const env = readEnvironment();
  const dir = dataDir(env);
  const options = readOptions([], env);
  const wanted = process.argv.slice(2);
  ensurePackages(say);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const engines = await joinEngines({ dir, env, log: say });
  try {
    for (const { name, provider, detail } of [engines.redis, engines.mongo]) {
      say(`${name}: ${provider} (${detail})`);
    }
    const secrets = keepSecrets(dir);
    const appEnv = environmentFor({ env, options, dir, secrets, engines, apis: [options.api] });
    const named = { ...appEnv, GIT_COMMIT: commitOf(root) ?? '' };
    await runInForeground(describeDevelopment({ wanted, options, env: named, root }), { say });
  } finally {
    await engines.leave();
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
