import type { SystemAnswer } from '@flash/shared-types';

/** `stop`: nobody could buy. `look`: may be meant so. `note`: matters to nobody but the eye. */
export type CheckState = 'ready' | 'look' | 'stop' | 'note' | 'asking';

export interface Check {
  name: string;
  state: CheckState;
  /** What is so, or what to do about it. */
  words: string;
}

/** What the list is about: a form that is being filled in, or a sale. */
export interface Planned {
  stock: number;
  startsAt: number | null;
  endsAt: number | null;
  /** Null when it cannot be read. */
  price: number | null;
  /** Null for a form that was not saved yet. */
  isDraft: boolean | null;
  hasPicture: boolean;
}

export function checklist(sale: Planned, system: SystemAnswer | undefined, now: number): Check[] {
  return [
    stockCheck(sale),
    windowCheck(sale, now),
    priceCheck(sale),
    ...systemChecks(system),
    sale.hasPicture
      ? { name: 'Picture', state: 'ready', words: 'There is one.' }
      : { name: 'Picture', state: 'note', words: 'None; a sale runs without one.' },
    ...publishedCheck(sale),
  ];
}

function stockCheck({ stock }: Planned): Check {
  return stock > 0
    ? { name: 'Stock', state: 'ready', words: `${stock.toLocaleString()} to sell.` }
    : { name: 'Stock', state: 'stop', words: 'Enter how many units there are.' };
}

function windowCheck({ startsAt, endsAt }: Planned, now: number): Check {
  const stop = (words: string): Check => ({ name: 'Start and end', state: 'stop', words });
  if (startsAt === null || endsAt === null) return stop('Enter both.');
  if (endsAt <= startsAt) return stop('The end has to be after the start.');
  if (endsAt <= now) return stop('The end has passed: move it.');
  return startsAt <= now
    ? { name: 'Start and end', state: 'look', words: 'The start has passed: it opens at once.' }
    : { name: 'Start and end', state: 'ready', words: 'Both are to come.' };
}

function publishedCheck({ isDraft }: Planned): Check[] {
  if (isDraft === null) return [];
  return isDraft
    ? [{ name: 'Published', state: 'look', words: 'A draft: buyers cannot see it. Schedule it.' }]
    : [{ name: 'Published', state: 'ready', words: 'Buyers see it.' }];
}

function priceCheck({ price }: Planned): Check {
  if (price === null) return { name: 'Price', state: 'stop', words: 'Enter an amount.' };
  return price > 0
    ? { name: 'Price', state: 'ready', words: 'Set.' }
    : { name: 'Price', state: 'look', words: 'Free: nobody pays. Is that meant?' };
}

function systemChecks(system: SystemAnswer | undefined): Check[] {
  if (!system) {
    const words = 'Being asked.';
    return ['Worker', 'Line (Redis)', 'Orders (MongoDB)'].map((name) => ({
      name,
      state: 'asking',
      words,
    }));
  }
  const alive = system.processes.filter((one) => one.kind === 'worker' && one.alive).length;
  const { redis, database } = system;
  return [
    alive > 0
      ? {
          name: 'Worker',
          state: 'ready',
          words: alive === 1 ? 'One is alive.' : `${alive} are alive.`,
        }
      : { name: 'Worker', state: 'stop', words: 'None is alive: start one, or nobody is served.' },
    engineCheck('Line (Redis)', redis.ok, redis.warnings),
    engineCheck('Orders (MongoDB)', database.ok && database.indexesReady, [
      ...database.warnings,
      ...(database.replicaSet === false ? ['It is no replica set: orders need transactions.'] : []),
    ]),
  ];
}

function engineCheck(name: string, isUp: boolean, warnings: readonly string[]): Check {
  if (!isUp) return { name, state: 'stop', words: warnings[0] ?? 'Cannot be reached.' };
  return warnings.length > 0
    ? { name, state: 'look', words: warnings.join(' ') }
    : { name, state: 'ready', words: 'Safe.' };
}

export function verdictOf(checks: readonly Check[]): string {
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  if (count('stop') > 0) return `Not ready: ${count('stop')} to fix`;
  if (count('asking') > 0) return 'Looking';
  return count('look') > 0 ? `Can go live, ${count('look')} to look at` : 'Ready to go live';
}
