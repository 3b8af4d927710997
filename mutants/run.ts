// npm run mutants -- [--only words] [--minutes n]: changes each conditional and looks whether a test finds it.
// npm run mutants -- --list [--only words]: says which changes there are, and what became of each.
// What was judged is kept in .data/mutants, so the next run goes on where this one stopped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTestEngines } from '../tools/engines/for-tests.mjs';
import { dataDir, root } from '../tools/process/paths.mjs';
import { type Copy, openCopy } from './copy.ts';
import { equivalents } from './equivalent.ts';
import { type Judge, type Killer, openJudge, type Verdict } from './judge.ts';
import { type Line, openLedger } from './ledger.ts';
import { applied, type Mutation, mutationsOf } from './mutations.ts';
import { nearestTests, type Target, targets } from './targets.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '60' },
    list: { type: 'boolean', default: false },
  },
});

/** A change that makes tests wait is found by its time; this is far above what the slowest group takes. */
const LIMIT_MS = 240_000;

interface Mutant {
  id: string;
  file: string;
  target: Target;
  mutation: Mutation;
  whole: string;
}

const ledger = openLedger(join(dataDir(), 'mutants/ledger.jsonl'));
const mutants = targets.flatMap(mutantsOf).filter(isAsked);

if (options.list) {
  for (const mutant of mutants) {
    console.log(`${stateOf(mutant)}\t${mutant.id}`);
  }
} else {
  await judgeAll();
}
process.exitCode = report();

function mutantsOf(target: Target): Mutant[] {
  return target.files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return mutationsOf(file, text).map((mutation) => {
      const short = (part: string) => part.replace(/\s+/g, ' ').trim();
      const id = `${file}:${mutation.line}: ${short(mutation.from)} → ${short(mutation.to)}`;
      const whole = text.split('\n')[mutation.line - 1]?.trim() ?? '';
      return { id: `${id} @${mutation.start}`, file, target, mutation, whole };
    });
  });
}

function isAsked({ id, target }: Mutant): boolean {
  return options.only
    .split(',')
    .some((word) => target.name.startsWith(word.trim()) || id.includes(word.trim()));
}

type State = Line['verdict'] | 'equivalent' | 'not run';

function stateOf({ id, file, whole, mutation }: Mutant): State {
  const { from, to } = mutation;
  const isEquivalent = equivalents.some(
    (one) => one.file === file && one.line === whole && one.from === from && one.to === to,
  );
  return isEquivalent ? 'equivalent' : (ledger.find(id)?.verdict ?? 'not run');
}

async function judgeAll(): Promise<void> {
  const until = Date.now() + Number(options.minutes) * 60_000;
  const left = mutants.filter((mutant) => stateOf(mutant) === 'not run');
  if (left.length === 0) {
    return;
  }
  const copy = openCopy(join(dataDir(), 'mutants/copy'));
  let engines = await startTestEngines();
  const stop = () => void engines.stop().finally(() => process.exit(1));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const open = () =>
    openJudge({ dir: copy.dir, env: { ...process.env, ...engines.env }, limitMs: LIMIT_MS });
  const bench: Bench = {
    ...{ copy, judge: open() },
    async renew() {
      bench.judge.close();
      await engines.stop();
      engines = await startTestEngines();
      bench.judge = open();
    },
  };
  try {
    for (const target of new Set(left.map((mutant) => mutant.target))) {
      for (const mutant of left.filter((one) => one.target === target)) {
        if (Date.now() > until) {
          return;
        }
        await judge(mutant, bench);
      }
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    bench.judge.close();
    await engines.stop();
  }
}

interface Bench {
  copy: Copy;
  judge: Judge;
  /** An engine that runs an endless script answers nothing more. */
  renew(): Promise<void>;
}

async function judge(mutant: Mutant, bench: Bench): Promise<void> {
  const { id, file, target, mutation } = mutant;
  const { copy } = bench;
  const startedAt = performance.now();
  const text = copy.read(file);
  let verdict: Verdict = { kind: 'survived' };
  for (const group of [...likely(mutant).map((one) => [one]), ...target.tests]) {
    if (!ledger.hasPassed(group)) {
      await expectToPass(group, file, bench);
    }
    copy.write(file, applied(text, mutation));
    verdict = await bench.judge.run({ tests: group, changed: file });
    copy.write(file, text);
    if (verdict.kind === 'timeout') {
      await bench.renew();
      await expectToPass(group, file, bench);
    }
    if (verdict.kind !== 'survived') {
      break;
    }
  }
  if (verdict.kind === 'broken') {
    throw new Error(`the tests do not run with ${id}: ${verdict.output}`);
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const killer: { killer?: Killer } = verdict.kind === 'killed' ? { killer: verdict.killer } : {};
  ledger.write({ mutant: id, verdict: verdict.kind, seconds, ...killer });
  const by = verdict.kind === 'killed' ? ` by ${verdict.killer.file}: ${verdict.killer.test}` : '';
  console.log(`[mutants] ${verdict.kind}${by}\n          ${id} (${seconds} s)`);
}

/** Tests that fail without any change, or take too long on a busy machine, say nothing about one. */
async function expectToPass(group: readonly string[], file: string, { judge }: Bench) {
  const unchanged = await judge.run({ tests: group, changed: file });
  if (unchanged.kind !== 'survived') {
    const what = JSON.stringify(unchanged);
    throw new Error(`${group.join(' ')} do not pass without any change: ${what}`);
  }
  ledger.notePassed(group);
}

/** The test files that found most of what was changed in the same file so far, else those that use it most. */
function likely({ file, target }: Mutant): string[] {
  const counts = new Map<string, number>();
  for (const { mutant, killer } of ledger.lines()) {
    if (killer && mutant.startsWith(`${file}:`)) {
      counts.set(killer.file, (counts.get(killer.file) ?? 0) + 1);
    }
  }
  const known = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return [...new Set([...known.slice(0, 2), ...nearestTests(target, file)])].slice(0, 3);
}

function report(): number {
  const count = (state: State) => mutants.filter((mutant) => stateOf(mutant) === state).length;
  const survived = mutants.filter((mutant) => stateOf(mutant) === 'survived');
  for (const { id } of options.list ? [] : survived) {
    console.log(`[mutants] not found by any test: ${id}`);
  }
  const [killed, hung, equal, open] = [
    count('killed'),
    count('timeout'),
    count('equivalent'),
    count('not run'),
  ];
  console.log(
    `${mutants.length} changes: ${killed} found by a test, ${hung} by its time, ${equal} proven equal, ` +
      `${survived.length} not found, ${open} not tried`,
  );
  return survived.length > 0 ? 1 : 0;
}
