// npm start: engines, API, worker, both sites and a demo, supervised until Ctrl-C.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPair } from './engines/pair.mjs';
import { stopAllIn } from './process/children.mjs';
import { setGuard } from './process/guard.mjs';
import { claimFolder } from './process/lock.mjs';
import { dataDir, root } from './process/paths.mjs';
import { complainAboutPorts } from './process/ports.mjs';
import { buildChanged } from './run/builds.mjs';
import { developersIn } from './run/development.mjs';
import { ensurePackages } from './run/install.mjs';
import { readEnvironment, readOptions, urlOf } from './run/options.mjs';
import {
  createRunFile,
  describeRun,
  describeServices,
  environmentFor,
  keepSecrets,
  knownPorts,
  placeServices,
  renderTable,
} from './run/plan.mjs';
import { createService, createStopper, watchEngines } from './run/supervise.mjs';

const say = (line) => console.log(`[start] ${line}`);
const stopper = createStopper(say);
// In production the API says "not ready" for three seconds before it closes.
const GRACE_MS = 3400;
const execute = promisify(execFile);
const script = (name) => join(root, `dist/apps/api/${name}.mjs`);

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

/** Seeds the demo, starts every application and answers the description that `run.json` holds. */
async function runServices({ dir, say, stopper, options, places, engines, secrets, env }) {
  const runFile = createRunFile(dir);
  const services = [];
  let isUp = false;
  const demo = options.demo ? await seedDemo(env, stopper.signal) : undefined;
  const describe = () => describeRun({ places, engines, services, demo, secrets });
  // Who comes back has another pid.
  const changed = () => isUp && !stopper.isStopping && runFile.write(describe());

  async function startAll(descriptions) {
    const added = descriptions.map((each) => createService({ ...each, dir, say, changed }));
    services.push(...added);
    await Promise.all(added.map((service) => service.start()));
  }

  stopper.add(runFile.remove);
  stopper.add(watchEngines([engines.redis, engines.mongo], { dir, say, changed }).stop);
  stopper.add(() => Promise.all(services.map((service) => service.stop(GRACE_MS))));
  await startAll(describeServices(places, env, engines));
  isUp = true;
  changed();
  if (demo) {
    await startAll(describeDemo(env, urlOf(places.apis[0])));
  }
  changed();
  return describe();
}

/** Seeds the demo and answers what it says of itself: its last line of output is JSON. */
async function seedDemo(env, signal) {
  if (!existsSync(script('seed'))) {
    return undefined;
  }
  try {
    const options = { env, signal, timeout: 60_000 };
    const { stdout } = await execute(process.execPath, [script('seed')], options);
    return { sales: readSales(stdout) };
  } catch (error) {
    const reason = (error.stderr || error.message).trim().split('\n').slice(-10).join('\n');
    throw new Error(
      `The demo could not be seeded (npm start -- --no-demo goes without):\n${reason}`,
    );
  }
}

function readSales(output) {
  try {
    return JSON.parse(output.trim().split('\n').at(-1)).sales ?? [];
  } catch {
    return [];
  }
}

/** What keeps the demo moving: its sales follow one another, and a crowd visits them. They have no address. */
function describeDemo(env, apiUrl) {
  return [
    { name: 'demo', program: 'keep-demo', env },
    { name: 'bots', program: 'bots', env: { ...env, API_BASE: apiUrl } },
  ]
    .filter(({ program }) => existsSync(script(program)))
    .map(({ program, ...service }) => ({ ...service, argv: [process.execPath, script(program)] }));
}
