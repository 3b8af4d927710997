import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { playHistory, Told } from './world/history.ts';

/** Seeds that are played together, and written down together. */
const PAGE = 250;

interface Line {
  code: string;
  page: number;
  histories: number;
  seconds: number;
  broken: number;
}

/** Which of several processes that share the pages this one is. */
interface Share {
  code: string;
  lane: number;
  lanes: number;
}

/** Which histories were played on which code: a run that is stopped loses at most a page. */
export function openHistoryLedger(file: string, { code, lane, lanes }: Share) {
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.split('\n').flatMap((line) => parse(line, code));
  const played = new Set(lines.map(({ page }) => page));
  // Each version of the code begins at other seeds: what one has played tells most about the next one, too.
  let next = Number.parseInt(code.slice(0, 4), 16) + lane - 1;

  return {
    total() {
      const sum = (of: (line: Line) => number) => lines.reduce((all, one) => all + of(one), 0);
      return {
        histories: sum((line) => line.histories),
        seconds: sum((line) => line.seconds),
        broken: sum((line) => line.broken),
      };
    },
    /** Plays the next page of this lane that was not played on this code. */
    async playNext(play: typeof playHistory): Promise<{ broken: Told[] }> {
      while (played.has(next)) {
        next += lanes;
      }
      const startedAt = performance.now();
      const broken: Told[] = [];
      for (let seed = 1 + next * PAGE; seed <= (next + 1) * PAGE; seed += 1) {
        const told = await play(seed);
        if (told.findings.length > 0) {
          broken.push(told);
        }
      }
      const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
      const line = { code, page: next, histories: PAGE, seconds, broken: broken.length };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      lines.push(line);
      played.add(next);
      return { broken };
    },
  };
}

/** The last line of a run that was killed may be half a line. */
function parse(text: string, code: string): Line[] {
  try {
    const line = JSON.parse(text) as Line;
    return line.code === code ? [line] : [];
  } catch {
    return [];
  }
}
