// npm run dev [-- api worker admin site]: reload on save, on engines that all terminals share.
import { mkdirSync } from 'node:fs';
import { ensurePackages } from './install.mjs';
import { dataDir, root } from './paths.mjs';
import { describeDevelopment } from './start/development.mjs';
import { environmentFor } from './start/environment.mjs';
import { runInForeground } from './start/foreground.mjs';
import { readEnvironment, readOptions } from './start/options.mjs';
import { keepSecrets } from './start/secrets.mjs';
import { joinEngines } from './start/shared-engines.mjs';

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
    for (const { name, rung, detail } of [engines.redis, engines.mongo]) {
      say(`${name}: ${rung} (${detail})`);
    }
    const secrets = keepSecrets(dir);
    const appEnv = environmentFor({ env, options, dir, secrets, engines, apis: [options.api] });
    await runInForeground(describeDevelopment({ wanted, options, env: appEnv, root }), { say });
  } finally {
    await engines.leave();
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
