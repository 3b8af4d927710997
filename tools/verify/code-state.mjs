import { execFileSync } from 'node:child_process';
import { root } from '../paths.mjs';
import { hashOf } from '../start/content-hash.mjs';

const folders = ['apps', 'libs', 'bench', 'e2e', 'tools'];
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
