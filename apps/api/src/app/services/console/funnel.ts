import type { LogEntry } from '@flash/fairness';
import type { Analytics } from '@flash/shared-types';

export interface Places {
  add(entry: LogEntry): void;
  result(): Pick<Analytics, 'funnel' | 'byPlace'>;
}

/** How far a place got. */
const [JOINED, HELD, BOUGHT] = [0, 1, 2] as const;
const BUCKETS = 20;

/** Follows each place from its join to whatever became of it, in the order of the line. */
export function createPlaces(): Places {
  const reached = new Map<number, number>();
  const seqOf = new Map<string, number>();

  return {
    add(entry) {
      switch (entry.type) {
        case 'join':
          reached.set(entry.seq, JOINED);
          seqOf.set(entry.buyer, entry.seq);
          return;
        case 'grant':
          for (const { buyer, seq } of entry.holds) reach(buyer, seq, HELD);
          return;
        case 'rehold':
          reach(entry.buyer, entry.seq, HELD);
          return;
        case 'settle': {
          const seq = seqOf.get(entry.buyer);
          if (seq !== undefined) reach(entry.buyer, seq, BOUGHT);
        }
      }
    },
    result() {
      const list = [...reached].sort(([a], [b]) => a - b).map(([, how]) => how);
      return { funnel: countOf(list), byPlace: bucketsOf(list) };
    },
  };

  function reach(buyer: string, seq: number, how: number): void {
    seqOf.set(buyer, seq);
    // A place whose join was lost with Redis still counts: somebody stood there.
    reached.set(seq, Math.max(how, reached.get(seq) ?? JOINED));
  }
}

function countOf(list: readonly number[]): Analytics['funnel'] {
  const atLeast = (how: number) => list.reduce((sum, one) => sum + (one >= how ? 1 : 0), 0);
  return { joined: list.length, held: atLeast(HELD), bought: atLeast(BOUGHT) };
}

function bucketsOf(list: readonly number[]): Analytics['byPlace'] {
  const size = Math.ceil(list.length / BUCKETS);
  const starts =
    size === 0 ? [] : Array.from({ length: Math.ceil(list.length / size) }, (_, i) => i);
  return starts.map((i) => {
    const part = list.slice(i * size, (i + 1) * size);
    return { from: i * size + 1, to: i * size + part.length, ...countOf(part) };
  });
}
