import { join } from 'node:path';
import { checkBoundaries } from '../check-boundaries.mjs';
import { root } from '../paths.mjs';
import { asOne, runCommand } from './command.mjs';
import { journeysOf, runJourneys } from './journeys.mjs';
import { newerNodeStages } from './newer-node.mjs';
import { runToolTests } from './tool-tests.mjs';
import { runVitest } from './vitest.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);

/** The cheap ones first: a wrong import should not cost a minute of waiting. */
export function listStages(project, engines) {
  const tools = { name: 'tools', run: runToolTests };
  // The tools are no package: they are neither compiled nor bound by the packages' rules.
  if (project?.path === 'tools') return [{ name: 'lint', run: () => lint(project) }, tools];
  const journeys = journeysOf(project);
  return [
    { name: 'boundaries', run: () => boundaries(project) },
    { name: 'lint', run: () => lint(project) },
    { name: 'types', run: () => types(project) },
    ...(project ? [] : [tools]),
    { name: 'tests', run: () => runVitest({ paths: project && [`${project.path}/`], engines }) },
    ...(project ? [] : newerNodeStages()),
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

const lint = async (project) =>
  asOne(await runCommand([bin('biome'), 'check', '--error-on-warnings', project?.path ?? '.']));

async function types(project) {
  const which = project ? ['--projects', project.name] : [];
  const options = ['--parallel=2', '--outputStyle=static', ...which];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
  const packages = await runCommand([bin('nx'), 'run-many', '-t', 'typecheck', ...options], {
    env,
  });
  if (!packages.ok) return asOne(packages);
  // The journeys belong to no package.
  const journeys = journeysOf(project).length > 0;
  return asOne(journeys ? await runCommand([bin('tsc'), '-p', 'e2e', '--noEmit']) : packages);
}
