import type { LogEntry } from '@flash/fairness';

export interface Grants {
  count: number;
  /** Engine times. */
  firstJoinAt: number;
  lastJoinAt: number;
  firstAt: number;
  lastAt: number;
  /** Holds that went to a seq below one that was served before. */
  inversions: number;
}

/** What the log says about how a line was served. */
export function readGrants(entries: readonly LogEntry[]): Grants {
  const grants = entries.filter((entry) => entry.type === 'grant');
  const joins = entries.filter((entry) => entry.type === 'join');
  const seqs = grants.flatMap((grant) => grant.holds.map((hold) => hold.seq));
  let highest = 0;
  let inversions = 0;
  for (const seq of seqs) {
    if (seq < highest) {
      inversions += 1;
    }
    highest = Math.max(highest, seq);
  }
  return {
    count: seqs.length,
    firstJoinAt: joins[0]?.at ?? Number.NaN,
    lastJoinAt: joins.at(-1)?.at ?? Number.NaN,
    firstAt: grants[0]?.at ?? Number.NaN,
    lastAt: grants.at(-1)?.at ?? Number.NaN,
    inversions,
  };
}
