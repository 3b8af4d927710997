import type { AdminSale, SystemAnswer } from '@flash/shared-types';
import { endOf, numberOf, type SaleDraft, startOf } from '../sale-form/model.ts';

/** `stop`: buyers could not buy. `look`: may be meant so. `note`: changes only how the sale looks. */
export type CheckState = 'ready' | 'look' | 'stop' | 'note' | 'asking';

interface Check {
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
      ? { name: 'Picture', state: 'ready', words: 'Added.' }
      : { name: 'Picture', state: 'note', words: 'No picture.' },
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
  if (startsAt === null || endsAt === null) {
    return stop('Enter both.');
  }
  if (endsAt <= startsAt) {
    return stop('The end has to be after the start.');
  }
  if (endsAt <= now) {
    return stop('The end has passed. Move it.');
  }
  return startsAt <= now
    ? {
        name: 'Start and end',
        state: 'look',
        words: 'The start has passed: the sale opens as soon as it is scheduled.',
      }
    : { name: 'Start and end', state: 'ready', words: 'Both are in the future.' };
}

function publishedCheck({ isDraft }: Planned): Check[] {
  if (isDraft === null) {
    return [];
  }
  return isDraft
    ? [
        {
          name: 'Published',
          state: 'look',
          words: 'This is a draft. Buyers cannot see it until it is scheduled.',
        },
      ]
    : [{ name: 'Published', state: 'ready', words: 'Buyers can see it.' }];
}

function priceCheck({ price }: Planned): Check {
  if (price === null) {
    return { name: 'Price', state: 'stop', words: 'Enter an amount.' };
  }
  return price > 0
    ? { name: 'Price', state: 'ready', words: 'Set.' }
    : { name: 'Price', state: 'look', words: 'Price is 0. Buyers pay nothing.' };
}

function systemChecks(system: SystemAnswer | undefined): Check[] {
  if (!system) {
    const words = 'Checking.';
    return ['Queue worker', 'Redis', 'MongoDB'].map((name) => ({
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
          name: 'Queue worker',
          state: 'ready',
          words: alive === 1 ? 'Running.' : `${alive} running.`,
        }
      : { name: 'Queue worker', state: 'stop', words: 'Not running. Start one to serve the line.' },
    engineCheck('Redis', redis.ok, redis.warnings),
    engineCheck('MongoDB', database.ok && database.indexesReady, [
      ...database.warnings,
      ...(database.replicaSet === false ? ['Not a replica set. Orders need transactions.'] : []),
    ]),
  ];
}

function engineCheck(name: string, isUp: boolean, warnings: readonly string[]): Check {
  if (!isUp) {
    return { name, state: 'stop', words: warnings[0] ?? 'Cannot be reached.' };
  }
  return warnings.length > 0
    ? { name, state: 'look', words: warnings.join(' ') }
    : { name, state: 'ready', words: 'Ready.' };
}

export function verdictOf(checks: readonly Check[]): string {
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  if (count('stop') > 0) {
    return `Not ready: ${count('stop')} to fix`;
  }
  if (count('asking') > 0) {
    return 'Checking';
  }
  return count('look') > 0 ? `Can go live, ${count('look')} to check` : 'Ready to go live';
}

/** Afterwards there is nothing left to prepare. */
export const isAhead = ({ phase }: Pick<AdminSale, 'phase'>): boolean =>
  phase === 'draft' || phase === 'scheduled' || phase === 'lobby';

export function plannedDraft(
  draft: SaleDraft,
  about: Pick<Planned, 'isDraft' | 'hasPicture'>,
): Planned {
  const price = draft.pricePerUnit.trim() === '' ? 0 : numberOf(draft.pricePerUnit);
  const stock = numberOf(draft.startingQuantity);
  return {
    stock: Number.isInteger(stock) ? stock : 0,
    startsAt: startOf(draft),
    endsAt: endOf(draft),
    price: price >= 0 ? price : null,
    ...about,
  };
}

export function plannedSale(sale: AdminSale): Planned {
  return {
    stock: sale.stock,
    startsAt: Date.parse(sale.startsAt),
    endsAt: Date.parse(sale.endsAt),
    price: sale.pricePerUnit,
    isDraft: sale.status === 'draft',
    hasPicture: sale.picture !== null,
  };
}
