import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, root } from '../paths.mjs';
import { readJson } from '../process/files.mjs';
import { runCommand } from './command.mjs';

const needEngines = ['**/*.int.test.*', '**/*.sim.test.*'];

/**
 * Unit, integration and simulation tests in one run, or the `long` ones, on this run's engines; only
 * `pure` ones need none. `node` is another Node to run them on.
 */
export async function runVitest({ paths = [], engines, long = false, pure = false, node }) {
  mkdirSync(dataDir(), { recursive: true });
  const report = join(dataDir(), `vitest-${process.pid}.json`);
  const command = [
    ...[node ?? process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
    ...['--config', 'vitest.config.ts', '--reporter=default', '--reporter=json'],
    ...(pure ? needEngines.flatMap((pattern) => ['--exclude', pattern]) : []),
    ...[`--outputFile.json=${report}`, ...paths],
  ];
  try {
    const env = { ...process.env, ...engines.env, NODE_ENV: 'test', VERIFY: long ? '1' : '' };
    const { ok } = await runCommand(command, { env, show: true });
    return readReport(readJson(report), ok);
  } finally {
    rmSync(report, { force: true });
  }
}

/** A file that does not load has no failing test, and neither has an error nobody awaited. */
export function readReport(report, ok) {
  if (!report) return { passed: 0, failed: 1, skipped: 0, output: 'vitest did not finish' };
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
