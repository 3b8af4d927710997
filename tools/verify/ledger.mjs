import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What passed, on which code: one line a step, so that an interrupted run loses at most one. */
export function openLedger(dir, code) {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'ledger.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const entries = lines.flatMap(parse);
  const passed = new Map(
    entries
      .filter((entry) => entry.code === code && entry.failed === 0 && entry.skipped === 0)
      .map((entry) => [entry.step, entry]),
  );
  return {
    find: (step) => passed.get(step),
    write: (entry) => appendFileSync(file, `${JSON.stringify({ code, ...entry })}\n`),
  };
}

/** The last line of a run that was killed may be half a line. */
function parse(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
