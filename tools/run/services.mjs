import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../process/paths.mjs';
import { urlOf } from './options.mjs';
import { describeServices } from './plan.mjs';
import { createRunFile, describeRun } from './run-file.mjs';
import { createService, watchEngines } from './supervise.mjs';

// In production the API says "not ready" for three seconds before it closes.
const GRACE_MS = 3400;

/** Seeds the demo, starts every application and answers the description that `run.json` holds. */
export async function runServices({ dir, say, stopper, options, places, engines, secrets, env }) {
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

const run = promisify(execFile);
const script = (name) => join(root, `dist/apps/api/${name}.mjs`);

/** Seeds the demo and answers what it says of itself: its last line of output is JSON. */
export async function seedDemo(env, signal) {
  if (!existsSync(script('seed'))) {
    return undefined;
  }
  try {
    const options = { env, signal, timeout: 60_000 };
    const { stdout } = await run(process.execPath, [script('seed')], options);
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
export function describeDemo(env, apiUrl) {
  return [
    { name: 'demo', program: 'keep-demo', env },
    { name: 'bots', program: 'bots', env: { ...env, API_BASE: apiUrl } },
  ]
    .filter(({ program }) => existsSync(script(program)))
    .map(({ program, ...service }) => ({ ...service, argv: [process.execPath, script(program)] }));
}
