import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, root } from '../paths.mjs';
import { readJson } from '../process/files.mjs';
import { runCommand } from './command.mjs';

const folders = { 'apps/site-web': 'e2e/specs', 'apps/admin-web': 'e2e/admin' };

/** Which journeys a project has: those of its site, all of them for the whole workspace. */
export function journeysOf(project) {
  const all = project ? [folders[project.path]] : Object.values(folders);
  return all.filter((folder) => folder && existsSync(join(root, folder)));
}

/**
 * What people do most, in a real browser before a stack of its own. Everything else that a browser
 * is asked is left to `npm run verify`.
 */
export async function runJourneys(paths) {
  mkdirSync(dataDir(), { recursive: true });
  const report = join(dataDir(), `journeys-${process.pid}.json`);
  const command = [
    ...[process.execPath, join(root, 'node_modules/@playwright/test/cli.js'), 'test'],
    ...['-c', 'e2e/playwright.config.ts', '--grep', '@main', '--reporter', 'list,json'],
    ...paths.map((path) => `${path}/`),
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
