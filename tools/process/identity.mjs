import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A pid alone may have been given to a stranger since it was written down; a pid together with its
 * start time cannot. Returns null when no such process lives (a zombie does not count as living).
 */
function startTimeOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
    }
    const lines = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return lines.trim() || null;
  } catch {
    return null;
  }
}

export const identify = (pid) => ({ pid, startTime: startTimeOf(pid) });

export const isAlive = (identity) =>
  Boolean(identity?.pid && identity.startTime) && startTimeOf(identity.pid) === identity.startTime;
