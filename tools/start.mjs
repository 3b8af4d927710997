// npm start: engines, API, worker, both sites and a demo, supervised until Ctrl-C.
import { mkdirSync } from 'node:fs';
import { startPair } from './engines/pair.mjs';
import { stopAllIn } from './process/children.mjs';
import { setGuard } from './process/guard.mjs';
import { claimFolder } from './process/lock.mjs';
import { dataDir } from './process/paths.mjs';
import { complainAboutPorts } from './process/ports.mjs';
import { buildChanged } from './run/builds.mjs';
import { developersIn } from './run/development.mjs';
import { ensurePackages } from './run/install.mjs';
import { readEnvironment, readOptions } from './run/options.mjs';
import { environmentFor, keepSecrets, knownPorts, placeServices } from './run/plan.mjs';
import { renderTable } from './run/run-file.mjs';
import { runServices } from './run/services.mjs';
import { createStopper } from './run/supervise.mjs';

const say = (line) => console.log(`[start] ${line}`);
const stopper = createStopper(say);

try {
  await start();
} catch (error) {
  // After Ctrl-C there is nothing to explain.
  if (!stopper.isStopping) {
    console.error(`[start] ${error.message}`);
  }
  await stopper.stop(1);
}

async function start() {
  const env = readEnvironment();
  const dir = dataDir(env);
  const options = readOptions(process.argv.slice(2), env);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  stopper.add(claimFolder(dir).release);
  if (developersIn(dir).length > 0) {
    throw new Error('npm run dev uses this data. Stop it first.');
  }

  // Processes of a killed run would hold the ports that are checked next.
  await stopAllIn(dir);
  const places = await placeServices(options);
  const complaint = await complainAboutPorts(knownPorts(places));
  if (complaint) {
    throw new Error(complaint);
  }

  ensurePackages(say);
  const startedAt = performance.now();
  const engines = await startEngines({ dir, env });
  const sites = places.sites.map(({ name }) => name);
  await buildChanged(['api', 'worker', ...sites], { say, signal: stopper.signal });

  const secrets = keepSecrets(dir);
  const appEnv = environmentFor({ env, options, dir, secrets, engines, apis: places.apis });
  const context = { dir, say, stopper, options, places, engines, secrets, env: appEnv };
  const run = await runServices(context);
  console.log(renderTable(run, { seconds: (performance.now() - startedAt) / 1000 }));
}

async function startEngines({ dir, env }) {
  stopper.add(setGuard(dir).release);
  stopper.add(() => stopAllIn(dir));
  const pair = await startPair({ dir, env, log: say });
  for (const { name, provider, detail } of [pair.redis, pair.mongo]) {
    say(`${name}: ${provider} (${detail})`);
  }
  return pair;
}
