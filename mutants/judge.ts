import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What found a change: a test, or the time that it took. */
export interface Killer {
  file: string;
  test: string;
}

export type Verdict =
  | { kind: 'killed'; killer: Killer }
  | { kind: 'survived' }
  | { kind: 'timeout' }
  /** The tests could not be run at all. */
  | { kind: 'broken'; output: string };

export interface Run {
  dir: string;
  env: NodeJS.ProcessEnv;
  limitMs: number;
}

/** Runs these test files in the copy until the first one fails. */
export async function runTests(tests: readonly string[], run: Run): Promise<Verdict> {
  const report = join(run.dir, '.mutant.json');
  rmSync(report, { force: true });
  const args = ['run', ...tests, '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const { output, timedOut } = await start(args, run);
  if (timedOut) {
    return { kind: 'timeout' };
  }
  const read = readReport(report);
  if (read === null || read.numTotalTests === 0) {
    const failed = read?.testResults.find(({ status }) => status === 'failed');
    // A file that cannot even be loaded is found by each test in it.
    return failed
      ? { kind: 'killed', killer: { file: relative(run.dir, failed.name), test: 'loads' } }
      : { kind: 'broken', output };
  }
  for (const { name, status, assertionResults } of read.testResults) {
    const failed = assertionResults.find((one) => one.status === 'failed');
    if (failed || status === 'failed') {
      const killer = { file: relative(run.dir, name), test: failed?.fullName ?? 'loads' };
      return { kind: 'killed', killer };
    }
  }
  return read.success ? { kind: 'survived' } : { kind: 'broken', output };
}

interface Report {
  success: boolean;
  numTotalTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    // It was not written: vitest ended before its tests did.
    return null;
  }
}

function start(args: readonly string[], { dir, env, limitMs }: Run) {
  return new Promise<{ output: string; timedOut: boolean }>((resolve, reject) => {
    const command = join(dir, 'node_modules/vitest/vitest.mjs');
    // A group of its own, so that its workers end with it.
    const child = spawn(process.execPath, [command, ...args], {
      ...{ cwd: dir, env, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) {
        process.kill(-child.pid, 'SIGKILL');
      }
    }, limitMs);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve({ output, timedOut });
    });
  });
}
