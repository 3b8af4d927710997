import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

const known = new Map();

/**
 * The commit of this checkout, `-dirty` when files differ from it; GIT_COMMIT where it is set. Null without
 * git, and in a folder that only lies inside another repository: that one's commit says nothing about it.
 */
export function commitOf(at, env = process.env) {
  if (env.GIT_COMMIT) {
    return env.GIT_COMMIT;
  }
  if (!known.has(at)) {
    known.set(at, ask(at));
  }
  return known.get(at);
}

function ask(at) {
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: at,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    if (git('rev-parse', '--show-toplevel') !== realpathSync(at)) {
      return null;
    }
    const isDirty = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${isDirty ? '-dirty' : ''}`;
  } catch {
    return null;
  }
}
