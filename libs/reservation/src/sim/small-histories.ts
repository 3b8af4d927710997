import type { LogEntry } from '@flash/fairness';
import type { Operation, Seeded } from '@flash/testing';

/** A history as both checkers read it. */
export interface Small {
  entries: LogEntry[];
  operations: Operation[];
  isComplete: boolean;
  seed?: number;
  /** What was broken. */
  how: string;
}

type Calls = Pick<Small, 'entries' | 'operations'>;

/** Lets calls that followed each other overlap, and some answers tell less or never come. */
export function overlap({ entries, operations }: Calls, random: Seeded): Small {
  const spread = random.below(400);
  // No two times are equal.
  const time = (i: number, by: number, part: number) =>
    100_000 * (i + 10) + by * 1_000 + 2 * i + part;
  const told = operations.map((operation, i): Operation => {
    const invoke = time(i, -random.below(1 + spread), 0);
    const isLost = random.chance(0.08);
    return {
      ...operation,
      client: `c${i}`,
      invoke,
      return: isLost ? null : time(i, 1 + random.below(1 + spread), 1),
      result: isLost ? null : vague(operation.result, random),
    };
  });
  for (const { buyer, action } of operations) {
    if (random.chance(0.04)) {
      const invoke = time(random.below(operations.length), 50, 1) + 100_000;
      told.push({ client: 'lost', buyer, action, invoke, return: null, result: null });
    }
  }
  return { entries, operations: told, isComplete: random.chance(0.5), how: 'right' };
}

function vague(result: Operation['result'], random: Seeded): Operation['result'] {
  if (!result || result.kind === 'refused' || random.chance(0.6)) {
    return result;
  }
  if (result.kind === 'done') {
    return result.at ? { ...result, fresh: undefined } : result;
  }
  const { rank: _, ...place } = result.place;
  return result.fresh ? { ...result, fresh: undefined } : { ...result, at: undefined, place };
}

/** One thing of a right history is made wrong, or happens to stay right: both checkers have to say which. */
export function breakHistory(right: Small, random: Seeded): Small {
  const copy = structuredClone(right);
  const how = random.pick(Object.keys(breaks)) ?? '';
  breaks[how]?.(copy, random);
  return { ...copy, how };
}

const breaks: Record<string, (small: Small, random: Seeded) => void> = {
  'an entry is left out': (small, random) => {
    small.entries.splice(1 + random.below(small.entries.length), 1);
    renumber(small);
  },
  'an entry comes twice': (small, random) => {
    const at = 1 + random.below(small.entries.length - 1);
    const entry = small.entries[at];
    small.entries.splice(at + random.below(4), 0, ...(entry ? [{ ...entry }] : []));
    renumber(small);
  },
  'two entries change places': ({ entries }, random) => {
    const at = 1 + random.below(entries.length - 1);
    const [a, b] = [entries[at], entries[at + 1]];
    if (a && b) {
      entries[at] = { ...b, n: a.n, at: a.at };
      entries[at + 1] = { ...a, n: b.n, at: b.at };
    }
  },
  'a number in the log is another one': ({ entries }, random) => {
    const entry = random.pick(entries.slice(1));
    const where = entry && 'holds' in entry ? random.pick<object>(entry.holds) : entry;
    change(where, ['seq', 'unit', 'fence', 'attempt', 'expiresAt', 'n', 'at'], random);
  },
  'an entry is of another buyer': ({ entries }, random) => {
    const entry = random.pick(entries.filter((one) => 'buyer' in one));
    Object.assign(entry ?? {}, { buyer: `b${random.below(4)}` });
  },
  'a number in an answer is another one': ({ operations }, random) => {
    const result = random.pick(operations)?.result;
    const where = result?.kind === 'place' && random.chance(0.7) ? result.place : result;
    change(where, ['seq', 'rank', 'unit', 'fence', 'attempt', 'expiresAt'], random);
  },
  'an answer names another moment': ({ operations }, random) => {
    const result = random.pick(
      operations.filter((one) => one.result && 'at' in one.result),
    )?.result;
    change(result && 'at' in result ? result.at : undefined, ['n'], random);
  },
  'an answer tells another phase': ({ operations }, random) => {
    const result = random.pick(operations.filter((one) => one.result?.kind === 'place'))?.result;
    const phases = ['none', 'waiting', 'held', 'claimed', 'sold', 'expired', 'removed'];
    if (result?.kind === 'place') {
      Object.assign(result.place, { phase: random.pick(phases) });
    }
  },
  'a refusal has another reason': ({ operations }, random) => {
    const result = random.pick(operations.filter((one) => one.result?.kind === 'refused'))?.result;
    const reasons = [
      'sold_out',
      'known',
      'no_hold',
      'expired',
      'claimed',
      'sold',
      'nothing',
      'stale',
    ];
    Object.assign(result ?? {}, { why: random.pick(reasons) });
  },
  'a refusal is told as done': ({ operations }, random) => {
    const one = random.pick(operations.filter(({ result }) => result?.kind === 'refused'));
    const before = random.pick(operations.filter(({ result }) => result?.kind === 'done'));
    Object.assign(one ?? {}, { result: structuredClone(before?.result ?? one?.result) });
  },
  'a call is of another buyer': ({ operations }, random) => {
    Object.assign(random.pick(operations) ?? {}, { buyer: `b${random.below(4)}` });
  },
  'a call is missing': ({ operations }, random) => {
    operations.splice(random.below(operations.length), 1);
  },
  'a call comes twice': ({ operations }, random) => {
    const one = random.pick(operations);
    operations.push(
      ...(one ? [{ ...one, invoke: one.invoke + 1_000_001 * random.below(3) + 3 }] : []),
    );
    const twin = operations.at(-1);
    if (twin?.return) {
      twin.return = twin.invoke + 500_005;
    }
  },
  'two calls happened the other way round': ({ operations }, random) => {
    const [a, b] = [random.pick(operations), random.pick(operations)];
    if (a && b && a.return && b.return) {
      const [invoke, end] = [a.invoke, a.return];
      Object.assign(a, { invoke: b.invoke, return: b.return });
      Object.assign(b, { invoke, return: end });
    }
  },
  'a call is much shorter': ({ operations }, random) => {
    const one = random.pick(operations.filter((call) => call.return !== null));
    if (one?.return) {
      random.chance(0.5)
        ? Object.assign(one, { return: one.invoke + 1 })
        : Object.assign(one, { invoke: one.return - 1 });
    }
  },
};

function renumber({ entries }: Small): void {
  for (const [i, entry] of entries.entries()) {
    Object.assign(entry, { n: i + 1 });
  }
}

/** Moves one of these numbers by a little, or gives it a value that another one of its kind has. */
function change(where: object | null | undefined, names: readonly string[], random: Seeded): void {
  const there = Object.entries(where ?? {}).filter(
    ([name, value]) => names.includes(name) && typeof value === 'number',
  );
  const [name, value] = random.pick(there) ?? [];
  if (name !== undefined) {
    Object.assign(where ?? {}, { [name]: Math.max(1, value + (random.chance(0.5) ? 1 : -1)) });
  }
}
