import type { SystemAnswer } from '@flash/shared-types';

export interface Concern {
  /** `now`: buyers wait or data is at risk. `soon`: it works, but not for long. */
  urgency: 'now' | 'soon';
  what: string;
  /** What to do. */
  advice: string;
}

/** A larger backlog means that no blocks are being written. */
const LAG_MAX = 5_000;
const MEMORY_SHARE_MAX = 0.85;
/** The audit runs each second; a stopped audit is reported after this time. */
const AUDIT_AGE_MS_MAX = 60_000;

/** Every problem, the most urgent first. */
export function concernsOf(system: SystemAnswer): Concern[] {
  const all = [
    ...enginesOf(system),
    ...processesOf(system),
    ...salesOf(system),
    ...auditOf(system),
    ...queueOf(system),
  ];
  return [
    ...all.filter(({ urgency }) => urgency === 'now'),
    ...all.filter(({ urgency }) => urgency === 'soon'),
  ];
}

const now = (what: string, advice: string): Concern => ({ urgency: 'now', what, advice });
const soon = (what: string, advice: string): Concern => ({ urgency: 'soon', what, advice });

function enginesOf({ redis, database }: SystemAnswer): Concern[] {
  const concerns: Concern[] = [];
  if (!redis.ok) {
    concerns.push(
      now(
        'Redis cannot be reached.',
        'Buyers cannot join or pay until it is back; places are kept. Start it, or check the network between it and the API.',
      ),
    );
  }
  if (!database.ok) {
    concerns.push(
      now(
        'MongoDB cannot be reached.',
        'Payments wait, and holds are extended by the length of the outage. Start it, or check the network between it and the API.',
      ),
    );
  } else if (!database.indexesReady) {
    concerns.push(
      now('Indexes are missing: orders are not accepted.', 'Restart the API; it creates them.'),
    );
  }
  for (const warning of redis.ok ? redis.warnings : []) {
    concerns.push(soon(warning, 'Change this in the settings of Redis and restart it.'));
  }
  const { usedMemoryBytes: used, maxMemoryBytes: max } = redis;
  if (used !== null && max && used / max > MEMORY_SHARE_MAX) {
    const share = Math.round((used / max) * 100);
    concerns.push(
      soon(
        `Redis has used ${share} % of its memory.`,
        'Archive ended sales, or give Redis more memory.',
      ),
    );
  }
  return concerns;
}

function processesOf({ processes }: SystemAnswer): Concern[] {
  if (processes.some(({ kind, alive }) => kind === 'worker' && alive)) {
    return [];
  }
  const advice = 'The line is stopped and holds do not expire. Start a worker.';
  return [now('No worker is running.', advice)];
}

function salesOf({ sales }: SystemAnswer): Concern[] {
  return sales.flatMap(({ name, halted, restoring, storedN, lastN }) => {
    if (halted !== null) {
      const advice = 'The line stays stopped until it is checked. Use “Check now” below.';
      return [now(`“${name}” is halted: ${halted}.`, advice)];
    }
    if (restoring) {
      const advice = 'Every place is kept. This takes a few seconds.';
      return [now(`“${name}” is being restored.`, advice)];
    }
    if (lastN - storedN > LAG_MAX) {
      const behind = (lastN - storedN).toLocaleString();
      const advice =
        'If this lasts, new places are refused. Check that a worker can reach MongoDB.';
      return [soon(`“${name}”: ${behind} steps are not stored yet.`, advice)];
    }
    return [];
  });
}

function auditOf({ lastAudit, serverNow, sales }: SystemAnswer): Concern[] {
  if (lastAudit === null) {
    return [];
  }
  if (!lastAudit.ok) {
    const count = lastAudit.violations.length;
    const advice = 'Pause the sale. Read and save the findings below before you continue.';
    return [
      now(`The last audit found ${count === 1 ? '1 problem' : `${count} problems`}.`, advice),
    ];
  }
  const age = Date.parse(serverNow) - Date.parse(lastAudit.at);
  if (sales.length === 0 || age <= AUDIT_AGE_MS_MAX) {
    return [];
  }
  return [soon('No audit has run for a while.', 'Check the log of the workers.')];
}

function queueOf({ queue }: SystemAnswer): Concern[] {
  if (queue.failed === 0) {
    return [];
  }
  const what = queue.failed === 1 ? '1 job has failed.' : `${queue.failed} jobs have failed.`;
  return [soon(what, 'Buyers are not affected. The queue monitor shows why.')];
}
