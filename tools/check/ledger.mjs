import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process/paths.mjs';
import { hashOf } from '../run/builds.mjs';

/** What passed, on which code: one line a step, so that an interrupted run loses at most one. */
export function openLedger(dir, code) {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'ledger.jsonl');
  /** As they are now: other processes may write beside this one. */
  const entries = () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    return lines.flatMap(parse).filter((entry) => entry.code === code);
  };
  const passed = new Map(
    entries()
      .filter((entry) => entry.failed === 0 && entry.skipped === 0)
      .map((entry) => [entry.step, entry]),
  );
  return {
    entries,
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

const folders = ['apps', 'libs', 'bench', 'chaos', 'e2e', 'mutants', 'sim', 'tools'];
const contentHash = () => hashOf(root, folders, { tests: true }).slice(0, 12);

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });

/** Which code a result belongs to: the commit, marked when files differ from it. */
export function codeState() {
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD').trim();
    const changes = git('status', '--porcelain', '--', ...folders);
    return changes ? `${commit}+${contentHash()}` : commit;
  } catch {
    // An archive without history is judged by its content.
    return contentHash();
  }
}
