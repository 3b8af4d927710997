import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoundaries } from '../check-boundaries.mjs';
import { readJson } from '../process/files.mjs';
import { dataDir, root } from '../process/paths.mjs';
import { buildChanged } from '../run/builds.mjs';
import { findNewer, withNode } from './runtimes.mjs';
import { listComplaints } from './words.mjs';

/** As the runner takes them: patterns of paths. Each site has its folders. */
const patternsBySite = {
  'apps/site-web': 'e2e/specs/(?:page|purchase)/',
  'apps/admin-web': 'e2e/specs/team/',
};

/** Which journeys a project has: those of its site, all of them for the whole workspace. */
export function journeysOf(project) {
  const names = readdirSync(join(root, 'e2e'), { recursive: true, encoding: 'utf8' });
  const specs = names.filter((name) => name.endsWith('.spec.ts')).map((name) => `e2e/${name}`);
  const wanted = project ? [patternsBySite[project.path]] : Object.values(patternsBySite);
  return wanted.filter((pattern) => pattern && specs.some((spec) => spec.match(pattern)));
}

/**
 * The most common journeys in a real browser, against their own engines and servers. All other journeys
 * run in `npm run verify`.
 */
async function runJourneys(patterns) {
  mkdirSync(dataDir(), { recursive: true });
  const report = join(dataDir(), `journeys-${process.pid}.json`);
  const command = [
    ...[process.execPath, join(root, 'node_modules/@playwright/test/cli.js'), 'test'],
    ...['-c', 'e2e/playwright.config.ts', '--grep', '@main', '--reporter', 'list,json'],
    ...patterns,
  ];
  try {
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const { ok } = await runCommand(command, { env, show: true });
    return readJourneys(readJson(report), ok);
  } finally {
    rmSync(report, { force: true });
  }
}

/** Passed at the second try is failed, and a run that found no test has shown nothing. */
export function readJourneys(report, ok) {
  if (!report) {
    return { passed: 0, failed: 1, skipped: 0, output: 'the browser did not finish' };
  }
  const { expected: passed, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  if (failed === 0 && (!ok || passed === 0)) {
    const output = report.errors.map(({ message }) => message).join('\n') || 'no journey was run';
    return { passed, failed: 1, skipped, output };
  }
  return { passed, failed, skipped };
}

/**
 * Unit, integration and simulation tests in one run, or the `long` ones, on this run's engines; `projects` of
 * vitest.config.ts are only those that are named. `node` is another Node to run them on.
 */
export async function runVitest({ paths = [], engines, long = false, projects = [], node }) {
  mkdirSync(dataDir(), { recursive: true });
  const report = join(dataDir(), `vitest-${process.pid}.json`);
  const command = [
    ...[node ?? process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
    ...['--config', 'vitest.config.ts', '--reporter=default', '--reporter=json'],
    ...projects.flatMap((project) => ['--project', project]),
    ...[`--outputFile.json=${report}`, ...paths],
  ];
  try {
    const env = { ...process.env, ...engines.env, NODE_ENV: 'test', VERIFY: long ? '1' : '' };
    if (projects.join() !== 'pure') {
      // Tests that start processes start these: journeys and rounds under faults need them as well.
      await buildChanged(['api', 'worker'], { say: (line) => console.log(`[test] ${line}`) });
      env.TEST_BUILT_APPS = '1';
    }
    const { ok } = await runCommand(command, { env, show: true });
    return readReport(readJson(report), ok);
  } finally {
    rmSync(report, { force: true });
  }
}

/** A file that does not load has no failing test, and neither has an unhandled rejection. */
export function readReport(report, ok) {
  if (!report) {
    return { passed: 0, failed: 1, skipped: 0, output: 'vitest did not finish' };
  }
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const emptyFailures = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + emptyFailures.length;
  if (!ok && failed === 0) {
    return {
      passed,
      failed: 1,
      skipped,
      output: 'vitest failed without a failing test, see above',
    };
  }
  return { passed, failed, skipped };
}

/** The tools' own tests need no package, so Node's runner is enough for them. */
async function runToolTests() {
  const names = readdirSync(join(root, 'tools'), { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join('tools', name));
  const { ok, output } = await runCommand([
    process.execPath,
    '--test',
    '--test-reporter=tap',
    ...files,
  ]);
  return readTap(output, ok);
}

export function readTap(output, ok) {
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  const counts = { passed: count('pass'), failed, skipped: count('skipped') + count('todo') };
  // A runner that fell over has no failing test to show for it.
  if (!ok && failed === 0) {
    counts.failed = 1;
  }
  return counts.failed > 0 ? { ...counts, output: failuresIn(output) } : counts;
}

/** Real processes, real load and a dozen faults, each of which has to be seen. */
export async function runChaos(engines) {
  const command = [process.execPath, '--import', 'tsx', join(root, 'chaos/run.ts'), '--short'];
  const { ok, output } = await runCommand(command, { env: { ...process.env, ...engines.env } });
  return readRounds(output, ok);
}

export function readRounds(output, ok) {
  const [, rounds = 0, broken = 0] = /^(\d+) rounds, \d+ faults, (\d+) failed$/m.exec(output) ?? [];
  const failed = Number(broken) || (ok ? 0 : 1);
  const counts = { passed: Number(rounds) - Number(broken), failed, skipped: 0 };
  return failed > 0 ? { ...counts, output } : counts;
}

/** From each `not ok` to the end of its details; the rest of the protocol is left out. */
function failuresIn(output) {
  const blocks = output.match(/^ *not ok [\s\S]*?^ *\.\.\.$/gm);
  return blocks ? blocks.join('\n') : output;
}

/** Runs a command and answers `{ ok, output }`; `show` lets its output through as it comes. */
function runCommand([file, ...args], { env = process.env, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    let output = '';
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (chunk) => {
        output += chunk;
        if (show) {
          process[stream].write(chunk);
        }
      });
    }
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => {
      process.removeListener('exit', endWithUs);
      resolve({ ok: code === 0, output });
    });
  });
}

/** The counts of a stage that has no tests of its own: it holds or it does not. */
const asOne = ({ ok, output = '' }) =>
  ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0, output };

const bin = (name) => join(root, 'node_modules/.bin', name);

/** The cheap ones first: a wrong import should not cost a minute of waiting. */
export function listStages(project, engines) {
  const tools = { name: 'tools', run: runToolTests };
  // The tools are no package: they are neither compiled nor bound by the packages' rules.
  if (project?.path === 'tools') {
    return [{ name: 'lint', run: () => lint(project) }, tools];
  }
  const journeys = journeysOf(project);
  return [
    { name: 'boundaries', run: () => boundaries(project) },
    { name: 'lint', run: () => lint(project) },
    { name: 'types', run: () => types(project) },
    ...(project ? [] : [tools]),
    { name: 'tests', run: () => runVitest({ paths: project && [`${project.path}/`], engines }) },
    ...(project ? [] : newerNodeStages()),
    ...(project ? [] : [{ name: 'rounds under faults', run: () => runChaos(engines) }]),
    ...(journeys.length > 0 ? [{ name: 'journeys', run: () => runJourneys(journeys) }] : []),
  ];
}

async function boundaries(project) {
  const breaches = checkBoundaries().filter(
    ({ file }) => !project || file.startsWith(project.path),
  );
  const lines = breaches.map(({ file, line, message }) => `${file}:${line} ${message}`);
  return asOne({ ok: lines.length === 0, output: lines.join('\n') });
}

/** Words are judged with the whole workspace: documents and commits belong to no project. */
export async function lint(project, { style = runBiome, words = listComplaints } = {}) {
  const { ok, output } = await style(project?.path ?? '.');
  const complaints = project ? [] : words();
  return asOne({
    ok: ok && complaints.length === 0,
    output: [output, ...complaints].filter(Boolean).join('\n'),
  });
}

const runBiome = (path) => runCommand([bin('biome'), 'check', '--error-on-warnings', path]);

async function types(project) {
  const which = project ? ['--projects', project.name] : [];
  const options = ['--parallel=2', '--outputStyle=static', ...which];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
  const packages = await runCommand([bin('nx'), 'run-many', '-t', 'typecheck', ...options], {
    env,
  });
  if (!packages.ok) {
    return asOne(packages);
  }
  // The journeys, the simulation, the rounds under faults and the mutants belong to no package.
  const folders = [
    ...(journeysOf(project).length > 0 ? ['e2e'] : []),
    ...(project ? [] : ['sim', 'chaos', 'mutants']),
  ];
  for (const folder of folders) {
    const checked = await runCommand([bin('tsc'), '-p', folder, '--noEmit']);
    if (!checked.ok) {
      return asOne(checked);
    }
  }
  return asOne(packages);
}

const short = { admin: 'admin-web', site: 'site-web' };

/** `api` → `{ name: '@flash/api', path: 'apps/api' }`; nothing means the whole workspace. */
export function findProject(word, workspace = root) {
  if (!word) {
    return undefined;
  }
  if (word === 'tools') {
    return { name: 'tools', path: 'tools' };
  }
  const folder = short[word] ?? word;
  const path = ['apps', 'libs']
    .map((group) => `${group}/${folder}`)
    .find((candidate) => existsSync(join(workspace, candidate, 'package.json')));
  if (path) {
    return { name: `@flash/${folder}`, path };
  }
  const known = ['apps', 'libs'].flatMap((group) => readdirSync(join(workspace, group)));
  throw new Error(`There is no project "${word}". Projects: ${known.join(', ')}, tools`);
}

/** Sites and shared code run in environments that change with Node; the engines' clients do not. */
const paths = ['apps/site-web/', 'apps/admin-web/', 'libs/client/', 'libs/web/', 'libs/shared-'];

/**
 * The pure tests once more on the newest Node, where `npm run verify -- runtimes` has fetched one:
 * globals that a new release brings are what breaks first.
 */
export function newerNodeStages(env = process.env) {
  const node = findNewer(env);
  if (!node) {
    return [];
  }
  const run = () =>
    runVitest({ paths, engines: { env: withNode(node) }, node: node.path, projects: ['pure'] });
  return [{ name: `tests on Node ${node.version}`, run }];
}
