import { isAlive } from './identity.mjs';
import { waitFor } from './wait.mjs';

function signal(identity, name) {
  try {
    process.kill(identity.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Asks first, then insists. Only ever a pid that this project wrote down, never a name. */
export async function stopProcess(identity, { graceMs, name = 'SIGTERM' }) {
  if (!isAlive(identity)) return 'gone';
  signal(identity, name);
  const isGone = () => !isAlive(identity);
  try {
    await waitFor(isGone, { timeoutMs: graceMs, everyMs: 10, what: `the end of ${identity.pid}` });
    return 'stopped';
  } catch {
    signal(identity, 'SIGKILL');
    await waitFor(isGone, { timeoutMs: 5000, everyMs: 10, what: `the end of ${identity.pid}` });
    return 'killed';
  }
}
