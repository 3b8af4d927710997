import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkBoundaries } from '../check-boundaries.mjs';
import { root } from '../process/paths.mjs';
import {
  asOne,
  journeysOf,
  runChaos,
  runCommand,
  runJourneys,
  runToolTests,
  runVitest,
} from './runners.mjs';
import { findNewer, withNode } from './runtimes.mjs';
import { listComplaints } from './words.mjs';

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
