import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { root } from '../paths.mjs';
import { hashOf } from '../start/content-hash.mjs';

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });

/** Which code a result belongs to: the commit, marked when files differ from it. */
export function codeState() {
  try {
    const commit = git('rev-parse', '--short=12', 'HEAD').trim();
    const changes = git('status', '--porcelain', '--', 'apps', 'libs', 'bench', 'tools');
    if (!changes) return commit;
    const hash = createHash('sha256').update(hashOf(root, ['apps', 'libs', 'bench', 'tools']));
    return `${commit}+${hash.digest('hex').slice(0, 12)}`;
  } catch {
    // An archive without history is judged by its content.
    return hashOf(root, ['apps', 'libs', 'bench', 'tools']).slice(0, 12);
  }
}
