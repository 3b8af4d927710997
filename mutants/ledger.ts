import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../tools/process/paths.mjs';
import { hashOf } from '../tools/run/builds.mjs';
import { evidenceOf } from './evidence.ts';
import type { Killer } from './judge.ts';

/**
 * `timeout`: the change made the tests hang, which a person would see as well. `open`: the first tests did not find
 * it, the others have not tried.
 */
export interface Line {
  mutant: string;
  /** The text that was changed. */
  text: string;
  /** The text of the test that found it; for a survivor all code and tests. */
  judged: string;
  verdict: 'killed' | 'timeout' | 'survived' | 'open';
  /** The files of tests that judged it by themselves, and how many groups did. */
  alone: readonly string[];
  groups: number;
  killer?: Killer;
  seconds: number;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
const textIn = (dir: string, file: string) => {
  const path = join(dir, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/**
 * What became of each change, one line each. A change that was found stays found as long as neither its file nor
 * the test that found it changes; one that survived is tried again after any change.
 */
export function openLedger(file: string) {
  mkdirSync(dirname(file), { recursive: true });
  let dir: string = root;
  const textOf = (name: string) => textIn(dir, name);
  const judgedBy = ({ file: name, test }: Killer) => digest(evidenceOf(textOf(name), test));
  const whatJudges = ['apps', 'libs', 'sim', 'mutants/targets.ts'];
  const state = hashOf(root, whatJudges, { tests: true }).slice(0, 12);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parse) : [];
  const valid = new Map<string, Line>();
  for (const line of lines) {
    if (line.mutant === undefined) {
      continue;
    }
    const [changed = ''] = line.mutant.split(':');
    const judged = line.killer ? judgedBy(line.killer) : state;
    if (line.text === digest(textOf(changed)) && line.judged === judged) {
      valid.set(line.mutant, line as Line);
    }
  }
  const pass = (tests: readonly string[]) => `${state} ${tests.join(' ')}`;
  const passed = new Map(
    lines.flatMap(({ unchanged, seconds }) =>
      unchanged !== undefined && seconds !== undefined ? [[unchanged, seconds] as const] : [],
    ),
  );
  return {
    /** What is judged and by which tests is read there: the repository may change meanwhile. */
    readFrom(copy: string) {
      dir = copy;
    },
    /** How long these tests took to pass on this code without any change, if they did. */
    secondsOf: (tests: readonly string[]) => passed.get(pass(tests)),
    notePassed(tests: readonly string[], seconds: number) {
      appendFileSync(file, `${JSON.stringify({ unchanged: pass(tests), seconds })}\n`);
      passed.set(pass(tests), seconds);
    },
    find: (mutant: string) => valid.get(mutant),
    lines: () => [...valid.values()],
    write(line: Omit<Line, 'text' | 'judged'>) {
      const [changed = ''] = line.mutant.split(':');
      const judged = line.killer ? judgedBy(line.killer) : state;
      const whole = { ...line, text: digest(textOf(changed)), judged };
      appendFileSync(file, `${JSON.stringify(whole)}\n`);
      valid.set(line.mutant, whole);
    },
  };
}

/** The last line of a run that was killed may be half a line. */
function parse(text: string): Partial<Line & { unchanged: string }>[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
