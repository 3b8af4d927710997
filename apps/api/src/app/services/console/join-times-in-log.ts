import type { LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';

/** Times by place. */
export type Times = Map<number, number>;

const PROBE = 40;
const READ_MAX = 400;

/**
 * The same from the part of the log that still lies in Redis. Places rise with the log's numbers, so
 * the first one is found by halving and the others follow it.
 */
export async function joinTimesInLog(
  engine: Pick<Engine, 'readLog'>,
  saleId: string,
  seqs: readonly number[],
  range: { from: number; to: number },
): Promise<Times> {
  const [first] = seqs;
  const last = seqs.at(-1);
  const times: Times = new Map();
  if (first === undefined || last === undefined) return times;
  let { from: low, to: high } = range;
  while (high - low > PROBE) {
    const middle = Math.floor((low + high) / 2);
    const join = joinIn(await engine.readLog(saleId, middle, PROBE));
    if (join === null || join.seq > first) high = middle;
    else low = join.n;
  }
  for (const entry of await engine.readLog(saleId, low, READ_MAX)) {
    if (entry.type !== 'join') continue;
    if (entry.seq >= first && entry.seq <= last) times.set(entry.seq, entry.at);
  }
  return times;
}

function joinIn(entries: readonly LogEntry[]): { seq: number; n: number } | null {
  for (const entry of entries) if (entry.type === 'join') return { seq: entry.seq, n: entry.n };
  return null;
}
