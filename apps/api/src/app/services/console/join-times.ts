import type { Block, Database } from '@flash/database';
import { type LogEntry, parseEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';

/** Blocks read for one question at most: a page of a line whose places lie far apart. */
const BLOCKS_READ_MAX = 12;
const BLOCKS_KEPT = 24;

/**
 * When the places `seqs` (ascending) of a sale were taken. What is stored is found by halving: each
 * block knows the highest place drawn so far. What is not stored yet stands in the live log.
 */
export type JoinTimes = (saleId: string, seqs: readonly number[], lastN: number) => Promise<Times>;

export function createJoinTimes(deps: {
  db: Pick<Database, 'blocks'>;
  engine: Pick<Engine, 'readLog'>;
}): JoinTimes {
  const { blocks } = deps.db;
  const kept = new Map<string, Times>();

  return async (saleId, seqs, lastN) => {
    const times: Times = new Map();
    if (seqs.length === 0) {
      return times;
    }
    const last = await blocks.last(saleId);
    let reads = 0;
    for (const seq of seqs) {
      if (times.has(seq) || reads >= BLOCKS_READ_MAX) {
        continue;
      }
      if (!last?.totals || seq > last.totals.seq) {
        break;
      }
      const known = keptWith(saleId, seq);
      const found = known ?? (await readBlockWith(saleId, seq, last.b));
      if (!known) {
        reads += 1;
      }
      for (const wanted of seqs) {
        const at = found?.get(wanted);
        if (at !== undefined) {
          times.set(wanted, at);
        }
      }
    }
    const rest = seqs.filter((seq) => seq > (last?.totals?.seq ?? 0));
    const from = last?.totals ? last.to + 1 : 1;
    const live = await joinTimesInLog(deps.engine, saleId, rest, { from, to: lastN });
    for (const [seq, at] of live) {
      times.set(seq, at);
    }
    return times;
  };

  function keptWith(saleId: string, seq: number): Times | undefined {
    for (const [name, times] of kept) {
      if (name.startsWith(`${saleId}:`) && times.has(seq)) {
        return times;
      }
    }
    return undefined;
  }

  /** The first block whose highest place is `seq` or more has its join, unless it came back late. */
  async function readBlockWith(saleId: string, seq: number, lastB: number): Promise<Times | null> {
    let [low, high] = [0, lastB];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const head = await blocks.head(saleId, middle);
      if ((head?.totals?.seq ?? 0) >= seq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    const [block] = await blocks.read(saleId, low, 1);
    if (!block) {
      return null;
    }
    const times = joinsOf(block);
    kept.set(`${saleId}:${low}`, times);
    for (const name of kept.keys()) {
      if (kept.size <= BLOCKS_KEPT) {
        break;
      }
      kept.delete(name);
    }
    return times;
  }
}

function joinsOf(block: Block): Times {
  const joins = block.entries.filter((text) => text.includes('"join"'));
  return new Map(joins.map((text) => pairOf(parseEntry(text))));
}

function pairOf(entry: LogEntry): [number, number] {
  return [entry.type === 'join' ? entry.seq : 0, entry.at];
}

/** Times by place. */
type Times = Map<number, number>;

const PROBE = 40;
const READ_MAX = 400;

/**
 * The same from the part of the log that still lies in Redis. Places rise with the log's numbers, so
 * the first one is found by halving and the others follow it.
 */
async function joinTimesInLog(
  engine: Pick<Engine, 'readLog'>,
  saleId: string,
  seqs: readonly number[],
  range: { from: number; to: number },
): Promise<Times> {
  const [first] = seqs;
  const last = seqs.at(-1);
  const times: Times = new Map();
  if (first === undefined || last === undefined) {
    return times;
  }
  let { from: low, to: high } = range;
  while (high - low > PROBE) {
    const middle = Math.floor((low + high) / 2);
    const join = await firstJoin(engine, saleId, { from: middle, to: high });
    if (join === null || join.seq > first) {
      high = middle;
    } else {
      low = join.n;
    }
  }
  for (const entry of await engine.readLog(saleId, low, READ_MAX)) {
    if (entry.type !== 'join') {
      continue;
    }
    if (entry.seq >= first && entry.seq <= last) {
      times.set(entry.seq, entry.at);
    }
  }
  return times;
}

/** There may be no join for long: what follows the first few entries is read in larger pieces. */
async function firstJoin(
  engine: Pick<Engine, 'readLog'>,
  saleId: string,
  { from, to }: { from: number; to: number },
): Promise<{ seq: number; n: number } | null> {
  let [next, count] = [from, PROBE];
  while (next <= to) {
    const entries = await engine.readLog(saleId, next, count);
    const join = entries.find((entry) => entry.type === 'join');
    const last = entries.at(-1);
    if (join || !last) {
      return join ?? null;
    }
    [next, count] = [last.n + 1, READ_MAX];
  }
  return null;
}
