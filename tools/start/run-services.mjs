import { describeBots, seedDemo } from './demo.mjs';
import { urlOf } from './options.mjs';
import { describeServices } from './plan.mjs';
import { createRunFile, describeRun } from './run-file.mjs';
import { createService } from './service.mjs';
import { watchEngines } from './watch-engines.mjs';

// In production the API says "not ready" for three seconds before it closes.
const graceMs = 3400;

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
  stopper.add(() => Promise.all(services.map((service) => service.stop(graceMs))));
  await startAll(describeServices(places, env, engines));
  isUp = true;
  changed();
  if (demo) await startAll(describeBots(env, urlOf(places.apis[0])));
  changed();
  return describe();
}
