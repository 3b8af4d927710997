// npm run verify [-- word…] [--again]: the long suites (*.verify.ts), each file a step of its own.
// Steps that passed on this very code are not run again; --again runs them too.
// npm run verify -- runtimes: `npm start` and `npm test` from a fresh clone on each release of Node,
// an hour or so; only when asked for.
// npm run verify -- growing: the integration and simulation tests and the short rounds under faults on each
// release of Redis, and what happens when servers of a cluster, sentinels' or a replica set's fail in mid-sale.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeState, openLedger } from './check/ledger.mjs';
import { runtimeSteps } from './check/runtimes.mjs';
import { runChaos, runVitest } from './check/stages.mjs';
import { startTestEngines } from './engines/for-tests.mjs';
import { dataDir, root } from './process/paths.mjs';
import { ensurePackages } from './run/install.mjs';

const say = (line) => console.log(`[verify] ${line}`);
const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith('--'));
/** What needs engines, in parts: an interrupted run loses at most one of them. */
const parts = {
  libraries: ['libs/'],
  worker: ['apps/worker/'],
  API: ['apps/api/'],
  other: ['bench/', 'infra/', 'k6/', 'sim/'],
};
const total = { passed: 0, failed: 0, skipped: 0 };
process.once('SIGTERM', () => process.exit(143));

ensurePackages(say);
const ledger = openLedger(join(dataDir(), 'verify'), codeState());
for (const step of listSteps()) {
  await take(step);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed + total.skipped > 0 || total.passed === 0 ? 1 : 0);

function listSteps() {
  const isWanted = (name) => words.some((word) => name.includes(word));
  const files = ['apps', 'libs', 'bench', 'chaos', 'e2e', 'infra', 'sim']
    .flatMap((group) => filesUnder(group))
    .filter((file) => words.length === 0 || isWanted(file))
    .sort()
    .map((file) => ({ name: file, run: () => runFile(file) }));
  const onRequest = [...engineSteps(), ...runtimeSteps({ say, dataDir: dataDir() })];
  return [...files, ...onRequest.filter(({ name }) => isWanted(name))];
}

function filesUnder(group) {
  const names = readdirSync(join(root, group), { recursive: true, encoding: 'utf8' });
  const own = names.filter((name) => name.endsWith('.verify.ts') && !name.includes('node_modules'));
  return own.map((name) => `${group}/${name}`);
}

async function take({ name, run }) {
  const earlier = args.includes('--again') ? undefined : ledger.find(name);
  if (earlier) {
    say(`${name} passed before on this code`);
  }
  const counts = earlier ?? (await measure(name, run));
  for (const key of Object.keys(total)) {
    total[key] += counts[key];
  }
}

async function measure(step, run) {
  say(step);
  const before = performance.now();
  const { output, ...counts } = await run();
  if (output) {
    say(output);
  }
  ledger.write({ step, ...counts, seconds: Math.round((performance.now() - before) / 1000) });
  return counts;
}

/** All that needs engines, on each release that is supported; 7.0 is what `npm test` takes. */
function engineSteps() {
  return ['6.2', 'valkey'].flatMap((redis) => [
    ...Object.entries(parts).map(([part, paths]) => ({
      name: `growing: ${part} tests on Redis ${redis}`,
      run: () =>
        withEngines({ redis }, (engines) =>
          runVitest({ paths, engines, projects: ['engines', 'api', 'worker'] }),
        ),
    })),
    {
      name: `growing: rounds under faults on Redis ${redis}`,
      run: () => withEngines({ redis }, runChaos),
    },
  ]);
}

/** Fresh engines for each file: what one leaves behind must not decide another one. */
function runFile(file) {
  return withEngines({}, (engines) => runVitest({ paths: [file], engines, long: true }));
}

async function withEngines(releases, run) {
  const engines = await startTestEngines({ log: say, releases });
  try {
    return await run(engines);
  } finally {
    await engines.stop();
  }
}
