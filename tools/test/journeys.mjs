import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, root } from '../paths.mjs';
import { readJson } from '../process/files.mjs';
import { runCommand } from './command.mjs';

/** As the runner takes them: patterns of paths. The organisers' journeys are named after their site. */
const patternsBySite = {
  'apps/site-web': 'e2e/specs/(?!admin-)',
  'apps/admin-web': 'e2e/(?:admin/|specs/admin-)',
};

/** Which journeys a project has: those of its site, all of them for the whole workspace. */
export function journeysOf(project) {
  const names = readdirSync(join(root, 'e2e'), { recursive: true, encoding: 'utf8' });
  const specs = names.filter((name) => name.endsWith('.spec.ts')).map((name) => `e2e/${name}`);
  const wanted = project ? [patternsBySite[project.path]] : Object.values(patternsBySite);
  return wanted.filter((pattern) => pattern && specs.some((spec) => spec.match(pattern)));
}

/**
 * What people do most, in a real browser before a stack of its own. Everything else that a browser
 * is asked is left to `npm run verify`.
 */
export async function runJourneys(patterns) {
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
  if (!report) return { passed: 0, failed: 1, skipped: 0, output: 'the browser did not finish' };
  const { expected: passed, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  if (failed === 0 && (!ok || passed === 0)) {
    const output = report.errors.map(({ message }) => message).join('\n') || 'no journey was run';
    return { passed, failed: 1, skipped, output };
  }
  return { passed, failed, skipped };
}
