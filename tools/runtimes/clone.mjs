import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

/** A clone of the last commit, as somebody gets it who sees this project for the first time. */
export function freshClone() {
  if (git('status', '--porcelain').trim()) {
    throw new Error(
      'A clone holds what is committed: commit first, or the result is of older code.',
    );
  }
  const dir = mkdtempSync(join(tmpdir(), 'flash-clone-'));
  git('clone', '--quiet', '--no-hardlinks', root, dir);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
