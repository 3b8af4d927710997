// npm test [project]: everything that has to hold, or what concerns one project.

import { findProject } from './check/stages.mjs';
import { startTestEngines } from './engines/for-tests.mjs';
import { ensurePackages } from './run/install.mjs';

const say = (line) => console.log(`[test] ${line}`);
const total = { passed: 0, failed: 0, skipped: 0 };

// The guardian ends the engines; what this process started itself ends on its exit.
process.once('SIGTERM', () => process.exit(143));

try {
  await main();
} catch (error) {
  total.failed += 1;
  say(error.message);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
// A test that was skipped proves nothing, and neither does a run without tests.
process.exit(total.failed + total.skipped > 0 || total.passed === 0 ? 1 : 0);

async function main() {
  const project = findProject(process.argv[2]);
  ensurePackages(say);
  const engines = await startTestEngines({ log: say });
  say(`engines: redis ${engines.redis.detail}, mongo ${engines.mongo.detail}`);
  try {
    // Loaded only now: these import packages that may just have been installed.
    const { listStages } = await import('./check/stages.mjs');
    for (const stage of listStages(project, engines)) {
      await runStage(stage);
    }
  } finally {
    await engines.stop();
  }
}

async function runStage({ name, run }) {
  const before = performance.now();
  const { output, ...counts } = await run();
  for (const key of Object.keys(total)) {
    total[key] += counts[key];
  }
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  if (output) {
    console.log(output.trimEnd());
  }
  const verdict = counts.failed > 0 ? 'FAILED' : 'passed';
  const tests = counts.passed + counts.failed + counts.skipped;
  say(`${name} ${verdict} (${tests} ${tests === 1 ? 'check' : 'tests'}, ${seconds} s)`);
}
