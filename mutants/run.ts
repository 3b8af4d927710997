// npm run mutants -- [--only words] [--minutes n] [--lane i/n] [--by files]: changes each conditional and looks whether
// a test finds it. Of n runs beside each other, each with a lane of its own, every one judges its share. These files
// of tests are asked besides the nearest ones, also about what those did not find.
// npm run mutants -- --list [--only words]: says which changes there are, and what became of each.
// What was judged is kept in .data/mutants, so the next run goes on where this one stopped.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTestEngines } from '../tools/engines/for-tests.mjs';
import { dataDir, root } from '../tools/process/paths.mjs';
import { type Copy, openCopy } from './copy.ts';
import { equivalents } from './equivalent.ts';
import type { InPlaceOrder } from './in-place/resident.ts';
import { type Judge, type Killer, openJudge, type Verdict } from './judge.ts';
import { type Line, openLedger } from './ledger.ts';
import { applied, type Mutation, mutationsOf } from './mutations.ts';
import type { Order } from './resident.ts';
import { nearestTests, type Target, targets, testsInPlace } from './targets.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '60' },
    by: { type: 'string', default: '' },
    lane: { type: 'string', default: '1/1' },
    list: { type: 'boolean', default: false },
  },
});

/** A change that makes tests wait is found by its time: far above what the same tests take without it. */
const limitOf = (seconds: number) => 30_000 + seconds * 5_000;
/** A test fails by itself after 30 s; the slowest group took 90 s, on a busy machine 150. */
const LONGEST_MS = 300_000;
/** A loop without an end stops the process that would notice it. */
const IN_PLACE_MS = 12_000;

/** What Node runs for it. */
const WITH_VITEST = ['--import', 'tsx', 'mutants/resident.ts'];
const IN_PLACE = ['./tools/process/typescript.mjs', './mutants/in-place/alias.mjs']
  .flatMap((file) => ['--import', file])
  .concat('mutants/in-place/resident.ts');

/** How many groups have judged a change after each step. */
const STEPS = { nearest: 0, first: 1, all: Number.POSITIVE_INFINITY };
type Step = keyof typeof STEPS;

interface Mutant {
  id: string;
  file: string;
  target: Target;
  mutation: Mutation;
  whole: string;
}

const ledger = openLedger(join(dataDir(), 'mutants/ledger.jsonl'));
const [lane = 1, lanes = 1] = options.lane.split('/').map(Number);
const listed = (text: string) => text.split(',').map((word) => word.trim());
const words = listed(options.only);
const asked = options.by === '' ? [] : listed(options.by);
/** In the order in which they are asked for. */
const mutants = targets
  .flatMap(mutantsOf)
  .map((mutant) => ({ mutant, at: words.findIndex((word) => isMeant(mutant, word)) }))
  .filter(({ at }) => at >= 0)
  .sort((a, b) => a.at - b.at)
  .map(({ mutant }) => mutant)
  .filter((_, i) => i % lanes === lane - 1);

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

function isMeant({ id, target }: Mutant, word: string): boolean {
  return target.name.startsWith(word) || id.includes(word);
}

type State = Line['verdict'] | 'equivalent' | 'not run';

function stateOf({ id, file, whole, mutation }: Mutant): State {
  const { from, to } = mutation;
  const isEquivalent = equivalents.some(
    (one) =>
      one.file === file && one.line === whole && one.from === from.trim() && one.to === to.trim(),
  );
  return isEquivalent ? 'equivalent' : (ledger.find(id)?.verdict ?? 'not run');
}

async function judgeAll(): Promise<void> {
  const until = Date.now() + Number(options.minutes) * 60_000;
  const left = mutants.filter((mutant) => ['not run', 'open'].includes(stateOf(mutant)));
  if (left.length === 0) {
    return;
  }
  const copy = openCopy(join(dataDir(), `mutants/copy-${lane}`));
  let engines = await startTestEngines();
  // What found a change once finds it again.
  const open = <Order extends object>(args: readonly string[]) =>
    openJudge<Order>({ dir: copy.dir, env: { SEED: '1', ...process.env, ...engines.env }, args });
  ledger.readFrom(copy.dir);
  const bench: Bench = {
    ...{ copy, judge: open(WITH_VITEST), inPlace: open(IN_PLACE), passed: new Map() },
    async renew() {
      close();
      await engines.stop();
      engines = await startTestEngines();
      Object.assign(bench, {
        judge: open(WITH_VITEST),
        inPlace: open(IN_PLACE),
        passed: new Map(),
      });
    },
  };
  const close = () => {
    bench.judge.close();
    bench.inPlace.close();
  };
  const stop = () => {
    close();
    void engines.stop().finally(() => process.exit(1));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    // What takes least judges all of them first, and sides and limits before the rest: what is left is known early.
    const first = [...left].sort((a, b) => Number(isCoarse(a)) - Number(isCoarse(b)));
    for (const mutant of first) {
      if (Date.now() > until) {
        return;
      }
      await judgeInPlace(mutant, bench);
    }
    for (const step of ['nearest', 'first', 'all'] as const) {
      for (const mutant of first) {
        if (Date.now() > until) {
          return;
        }
        await judge(mutant, step, bench);
      }
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    close();
    await engines.stop();
  }
}

interface Bench {
  copy: Copy;
  judge: Judge<Order>;
  inPlace: Judge<InPlaceOrder>;
  /** Files whose tests have passed in this process without any change, and how long they took. */
  passed: Map<string, number>;
  /** An engine that runs an endless script answers nothing more. */
  renew(): Promise<void>;
}

/** A condition taken for true or false, or turned round, is seldom missed. */
function isCoarse({ mutation: { from, to } }: Mutant): boolean {
  return to === 'true' || to === 'false' || /^\W*[=~!]=\W*$/.test(from);
}

/** By tests that are loaded once, or in the same process: it takes a moment, where vitest takes seconds to start. */
async function judgeInPlace({ id, file, target, mutation }: Mutant, bench: Bench): Promise<void> {
  const { copy } = bench;
  const before = ledger.find(id);
  const known = before?.alone ?? [];
  const all = testsInPlace(target, file).filter(copy.has);
  const own = finders((changed) => changed === file).filter((one) => all.includes(one));
  const tests = [...new Set([...own, ...all])];
  const near = tests.filter((one) => !known.includes(one));
  if ((before && before.verdict !== 'open') || near.length === 0) {
    return;
  }
  const text = copy.read(file);
  const group = file.endsWith('.lua') ? 'scripts' : file;
  if (!bench.passed.has(group)) {
    const begunAt = performance.now();
    const unchanged = await bench.inPlace.run({ changed: file, tests }, LONGEST_MS);
    if (unchanged.kind !== 'survived') {
      throw new Error(
        `${file}: tests do not pass without any change: ${JSON.stringify(unchanged)}`,
      );
    }
    bench.passed.set(group, performance.now() - begunAt);
  }
  const startedAt = performance.now();
  copy.write(file, applied(text, mutation));
  const limitMs = IN_PLACE_MS + 5 * (bench.passed.get(group) ?? 0);
  const verdict = await bench.inPlace.run({ changed: file, tests: near }, limitMs);
  copy.write(file, text);
  if (verdict.kind === 'timeout') {
    await bench.renew();
  }
  write(id, verdict, { alone: [...known, ...near], groups: 0, isLast: false, startedAt });
}

/** In each step by those tests that have not judged it before. */
async function judge(mutant: Mutant, step: Step, bench: Bench): Promise<void> {
  const { id, file, target, mutation } = mutant;
  const before = ledger.find(id);
  const seen = before?.groups ?? 0;
  const { copy } = bench;
  // Tests that were written since the copy was made are not in it.
  const nearest = (before ? asked : likely(mutant)).filter(copy.has);
  const known = before?.alone ?? [];
  const near = nearest.filter((one) => !known.includes(one));
  const isJudged = step === 'nearest' ? before && near.length === 0 : seen >= STEPS[step];
  if (isJudged || (before && before.verdict !== 'open')) {
    return;
  }
  const alone = step === 'nearest' ? [...known, ...near] : known;
  const startedAt = performance.now();
  const text = copy.read(file);
  const groups = target.tests.slice(seen, STEPS[step]);
  let verdict: Verdict = { kind: 'survived' };
  for (const group of step === 'nearest' ? near.map((one) => [one]) : groups) {
    const limitMs = limitOf(ledger.secondsOf(group) ?? (await expectToPass(group, file, bench)));
    copy.write(file, applied(text, mutation));
    const without = step === 'nearest' ? [] : alone;
    verdict = await bench.judge.run({ tests: group, without, changed: file }, limitMs);
    copy.write(file, text);
    if (verdict.kind === 'timeout') {
      await bench.renew();
      await expectToPass(group, file, bench);
    }
    if (verdict.kind !== 'survived') {
      break;
    }
  }
  const judgedBy = seen + groups.length;
  const isLast = judgedBy >= target.tests.length;
  write(id, verdict, { alone, groups: judgedBy, isLast, startedAt });
}

interface Judged {
  alone: readonly string[];
  groups: number;
  /** No tests are left that could find it. */
  isLast: boolean;
  startedAt: number;
}

function write(id: string, verdict: Verdict, { isLast, startedAt, ...judges }: Judged): void {
  if (verdict.kind === 'broken') {
    throw new Error(`the tests do not run with ${id}: ${verdict.output}`);
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const killer: { killer?: Killer } = verdict.kind === 'killed' ? { killer: verdict.killer } : {};
  const kind = verdict.kind === 'survived' && !isLast ? 'open' : verdict.kind;
  ledger.write({ mutant: id, verdict: kind, ...judges, seconds, ...killer });
  const by = verdict.kind === 'killed' ? ` by ${verdict.killer.file}: ${verdict.killer.test}` : '';
  console.log(`[mutants] ${kind}${by}\n          ${id} (${seconds} s)`);
}

/**
 * Tests that fail without any change, or take too long on a busy machine, say nothing about one. Answers how many
 * seconds they took.
 */
async function expectToPass(group: readonly string[], file: string, { judge }: Bench) {
  const startedAt = performance.now();
  const unchanged = await judge.run({ tests: group, without: [], changed: file }, LONGEST_MS);
  if (unchanged.kind !== 'survived') {
    const what = JSON.stringify(unchanged);
    throw new Error(`${group.join(' ')} do not pass without any change: ${what}`);
  }
  const seconds = Math.ceil((performance.now() - startedAt) / 1000);
  ledger.notePassed(group, seconds);
  return seconds;
}

/**
 * The test files that found most of what was changed in the same file so far, those that were asked for, else those
 * that use it most, else those that found most of the same target.
 */
function likely({ file, target }: Mutant): string[] {
  const own = finders((changed) => changed === file).slice(0, 2);
  const near = [...new Set([...own, ...asked, ...nearestTests(target, file)])];
  const others = near.length > 0 ? [] : finders((changed) => target.files.includes(changed));
  return [...near, ...others].slice(0, 3 + asked.length);
}

/** The test files that found changes of these files, the most first. */
function finders(isMeant: (file: string) => boolean): string[] {
  const counts = new Map<string, number>();
  for (const { mutant, killer } of ledger.lines()) {
    if (killer && isMeant(mutant.split(':')[0] ?? '')) {
      counts.set(killer.file, (counts.get(killer.file) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function report(): number {
  const those = (state: State) => mutants.filter((mutant) => stateOf(mutant) === state);
  const survived = those('survived');
  for (const { id } of options.list ? [] : survived) {
    console.log(`[mutants] not found by any test: ${id}`);
  }
  const [killed = 0, hung = 0, equal = 0, open = 0, untried = 0] = (
    ['killed', 'timeout', 'equivalent', 'open', 'not run'] as const
  ).map((state) => those(state).length);
  console.log(
    `${mutants.length} changes: ${killed} found by a test, ${hung} by its time, ${equal} proven equal, ` +
      `${survived.length} not found, ${open} not found by the nearest tests, ${untried} not tried`,
  );
  return survived.length > 0 ? 1 : 0;
}
