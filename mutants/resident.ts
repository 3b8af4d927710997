// Runs in the copy, as long as the mutants are judged: what does not change from one to the next is loaded once.
import { relative } from 'node:path';
import { createVitest, type Reporter, type TestSpecification, type Vitest } from 'vitest/node';
import type { Verdict } from './judge.ts';

export interface Order {
  /** Paths of test files and of folders with some. */
  tests: readonly string[];
  /** Files of these that have judged the same change by themselves. */
  without: readonly string[];
  /** The file that differs from the last time, from the root of the copy. */
  changed: string;
}

type Killed = Extract<Verdict, { kind: 'killed' }>;

let found: Killed | null = null;
let ran = 0;
const known = new Map<string, TestSpecification[]>();
const vitest: Vitest = await createVitest('test', {
  ...{ watch: false, isolate: false, reporters: [{ ...judging() }] },
});

/** Notes the first test that fails, and ends the run with it. */
function judging(): Reporter {
  const note = (file: string, test: string) => {
    found ??= { kind: 'killed', killer: { file: relative(vitest.config.root, file), test } };
    void vitest.cancelCurrentRun('test-failure');
  };
  return {
    onTestCaseResult(one) {
      ran += 1;
      if (one.result().state === 'failed') {
        note(one.module.moduleId, one.fullName);
      }
    },
    onTestSuiteResult(suite) {
      if (suite.errors().length > 0) {
        note(suite.module.moduleId, suite.fullName);
      }
    },
    // A file that cannot even be loaded is found by each test in it.
    onTestModuleEnd(file) {
      if (file.errors().length > 0) {
        note(file.moduleId, 'loads');
      }
    },
  };
}

async function judge({ tests, without, changed }: Order): Promise<Verdict> {
  [found, ran] = [null, 0];
  vitest.invalidateFile(`${vitest.config.root}/${changed}`);
  const name = tests.join(' ');
  const specifications = known.get(name) ?? (await vitest.globTestSpecifications([...tests]));
  known.set(name, specifications);
  const judging = specifications.filter(
    ({ moduleId }) => !without.includes(relative(vitest.config.root, moduleId)),
  );
  if (judging.length === 0 && specifications.length > 0) {
    return { kind: 'survived' };
  }
  const { unhandledErrors } = await vitest.runTestSpecifications(judging);
  const [error] = unhandledErrors;
  if (found === null && error !== undefined) {
    const text = error instanceof Error ? error.stack : JSON.stringify(error);
    return ran > 0
      ? { kind: 'killed', killer: { file: tests[0] ?? '', test: 'no error is left unhandled' } }
      : { kind: 'broken', output: String(text) };
  }
  return found ?? (ran > 0 ? { kind: 'survived' } : { kind: 'broken', output: 'no test was run' });
}

process.on('message', (order: Order) => {
  void judge(order)
    .catch((error: unknown): Verdict => ({ kind: 'broken', output: String(error) }))
    .then((verdict) => process.send?.(verdict));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
