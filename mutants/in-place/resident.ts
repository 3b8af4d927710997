// Runs in the copy. Tests of the scripts are loaded once, and the scripts are read again for each run; of any other
// code the tests beside it are loaded again, with the files of that folder.
import { dirname } from 'node:path';
import { loadScripts, readScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import type { Verdict } from '../judge.ts';
import { type KeptFile, type KeptTest, keepTests, runTest } from './vitest.ts';

export interface InPlaceOrder {
  /** The file that is changed, from the root of the copy. */
  changed: string;
  /** Files of tests, those that most likely find it first. */
  tests: readonly string[];
}

const root = new URL('../../', import.meta.url);
const filesOfScripts = new Map<string, KeptFile>();
let loads = 0;
/** What each test took when it passed for the first time. */
const usual = new Map<string, number>();
/** Tests that wait for something come last. */
const LONG_MS = 300;
const limitOf = (ms: number) => 10_000 + 5 * ms;
// Tests replace these for a while.
const { setTimeout: later, clearTimeout: never } = globalThis;
const now = performance.now.bind(performance);

const keyOf = ({ file, name }: KeptTest) => `${file} ${name}`;
const isLong = (one: KeptTest) => Number((usual.get(keyOf(one)) ?? 0) > LONG_MS);

async function load(file: string, search = ''): Promise<KeptFile> {
  const kept = await keepTests(file, new URL(file, root).href + search);
  for (const work of kept.before) {
    await work();
  }
  return kept;
}

/** The engines that tests open use the same object of each script, whatever its text is. */
function readScriptsAgain(): void {
  const [known, read] = [loadScripts(), readScripts()];
  for (const name of scriptNames) {
    Object.assign(known[name], read[name]);
  }
}

async function testsOf({ changed, tests }: InPlaceOrder): Promise<KeptTest[]> {
  const kept: KeptFile[] = [];
  loads += 1;
  const isScript = changed.endsWith('.lua');
  for (const file of tests) {
    const one = isScript
      ? (filesOfScripts.get(file) ?? (await load(file)))
      : await load(file, `?v=${loads}&of=${dirname(changed)}`);
    if (isScript) {
      filesOfScripts.set(file, one);
    }
    kept.push(one);
  }
  readScriptsAgain();
  return kept.flatMap((file) => file.tests);
}

async function judge(order: InPlaceOrder): Promise<Verdict> {
  let all: KeptTest[];
  try {
    all = await testsOf(order);
  } catch {
    // What cannot even be loaded is found by each test in it.
    return { kind: 'killed', killer: { file: order.tests[0] ?? '', test: 'loads' } };
  }
  for (const one of all.sort((a, b) => isLong(a) - isLong(b))) {
    const startedAt = now();
    const limitMs = limitOf(usual.get(keyOf(one)) ?? 0);
    const late = later(() => process.send?.({ kind: 'timeout' }), limitMs);
    try {
      await runTest(one);
    } catch {
      return { kind: 'killed', killer: { file: one.file, test: one.name } };
    } finally {
      never(late);
    }
    usual.set(keyOf(one), usual.get(keyOf(one)) ?? now() - startedAt);
  }
  return all.length > 0 ? { kind: 'survived' } : { kind: 'broken', output: 'no test was run' };
}

// What a change left behind in a test that has ended already says nothing about the next one.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
process.on('message', (order: InPlaceOrder) => {
  void judge(order)
    .catch((error: unknown): Verdict => ({ kind: 'broken', output: String(error) }))
    .then((verdict) => process.send?.(verdict));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
