import type { LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';

const PROBE = 40;
const READ_MAX = 400;

/**
 * When the places `seqs` (ascending) were taken, as far as the live log still tells. Places rise
 * with the log's numbers, so the first one is found by halving and the others follow it.
 */
export async function joinTimes(
  engine: Pick<Engine, 'readLog'>,
  saleId: string,
  seqs: readonly number[],
  lastN: number,
): Promise<Map<number, number>> {
  const [first] = seqs;
  const last = seqs.at(-1);
  const times = new Map<number, number>();
  if (first === undefined || last === undefined) return times;
  let [low, high] = [1, lastN];
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
