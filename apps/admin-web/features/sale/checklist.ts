import type { AdminSale, PreflightResult, SystemAnswer } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import { shortCommit } from '../../lib/short-commit.ts';

/** `error`: buyers could not buy. `warning`: may be intended. `optional`: changes only how the sale looks. */
export type CheckState = 'ready' | 'warning' | 'error' | 'optional' | 'loading';

interface Check {
  name: string;
  state: CheckState;
  /** The state in a sentence, or what to do about it. */
  words: string;
}

/** What the checklist needs to know of a sale or of a form that is being filled in. */
export interface PlannedSale {
  name: string;
  stock: number;
  startsAt: number | null;
  endsAt: number | null;
  /** Null when it is not a valid amount. */
  price: number | null;
  /** Null for a new sale, which is not saved yet. */
  isDraft: boolean | null;
  hasPicture: boolean;
}

export function checklist(
  sale: PlannedSale,
  system: SystemAnswer | undefined,
  now: number,
): Check[] {
  return [
    ...nameCheck(sale),
    stockCheck(sale),
    windowCheck(sale, now),
    priceCheck(sale),
    ...systemChecks(system),
    sale.hasPicture
      ? { name: 'Picture', state: 'ready', words: 'Added.' }
      : { name: 'Picture', state: 'optional', words: 'No picture.' },
    ...publishedCheck(sale),
  ];
}

/** Every sale that is saved has a name, so only a missing one is listed. */
function nameCheck({ name }: PlannedSale): Check[] {
  return name.trim() === ''
    ? [{ name: 'Name', state: 'error', words: 'Give the sale a name.' }]
    : [];
}

function stockCheck({ stock }: PlannedSale): Check {
  return stock > 0
    ? { name: 'Stock', state: 'ready', words: `${stock.toLocaleString()} to sell.` }
    : { name: 'Stock', state: 'error', words: 'Enter how many units there are.' };
}

function windowCheck({ startsAt, endsAt }: PlannedSale, now: number): Check {
  const error = (words: string): Check => ({ name: 'Start and end', state: 'error', words });
  if (startsAt === null || endsAt === null) {
    return error('Enter both.');
  }
  if (endsAt <= startsAt) {
    return error('The end must be after the start.');
  }
  if (endsAt <= now) {
    return error('The end has passed. Move it.');
  }
  return startsAt <= now
    ? {
        name: 'Start and end',
        state: 'warning',
        words: 'The start has passed: the sale opens as soon as it is scheduled.',
      }
    : { name: 'Start and end', state: 'ready', words: 'Both are in the future.' };
}

function publishedCheck({ isDraft }: PlannedSale): Check[] {
  if (isDraft === null) {
    return [];
  }
  return isDraft
    ? [
        {
          name: 'Published',
          state: 'warning',
          words: 'This is a draft. Buyers cannot see it until it is scheduled.',
        },
      ]
    : [{ name: 'Published', state: 'ready', words: 'Buyers can see it.' }];
}

function priceCheck({ price }: PlannedSale): Check {
  if (price === null) {
    return { name: 'Price', state: 'error', words: 'Enter an amount.' };
  }
  return price > 0
    ? { name: 'Price', state: 'ready', words: 'Entered.' }
    : { name: 'Price', state: 'warning', words: 'Price is 0. Buyers pay nothing.' };
}

function systemChecks(system: SystemAnswer | undefined): Check[] {
  if (!system) {
    const words = 'Checking.';
    return ['Queue worker', 'Redis', 'MongoDB'].map((name) => ({
      name,
      state: 'loading',
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
      : {
          name: 'Queue worker',
          state: 'error',
          words: 'Not running. Start one to serve the line.',
        },
    engineCheck('Redis', redis.ok, redis.warnings),
    engineCheck('MongoDB', database.ok && database.indexesReady, [
      ...database.warnings,
      ...(database.replicaSet === false ? ['Not a replica set. Orders need transactions.'] : []),
    ]),
  ];
}

function engineCheck(name: string, isUp: boolean, warnings: readonly string[]): Check {
  if (!isUp) {
    return { name, state: 'error', words: warnings[0] ?? 'Cannot be reached.' };
  }
  return warnings.length > 0
    ? { name, state: 'warning', words: warnings.join(' ') }
    : { name, state: 'ready', words: 'Ready.' };
}

/** What the check before the sale found, when, and by which version; `ago` says a time in words. */
export function preflightCheck(
  result: PreflightResult | null,
  { saleVersion, now, ago }: { saleVersion: number; now: number; ago: (ms: number) => string },
): Check {
  const name = 'Preflight';
  if (!result) {
    const words = 'Not run yet: npm run preflight checks the system and rehearses the sale.';
    return { name, state: 'optional', words };
  }
  const { at, ok, version, commit, crowd, checks } = result;
  const ageMs = now - Date.parse(at);
  const failed = checks.filter(({ state }) => state === 'failed').map((one) => one.name);
  const buyers = crowd === null ? '' : `, for ${crowd.toLocaleString()} buyers`;
  const by = `${ago(ageMs)}, by ${version} (${shortCommit(commit)})${buyers}`;
  if (!ok) {
    return { name, state: 'error', words: `Failed ${by}: ${failed.join(', ')}.` };
  }
  if (result.saleVersion !== saleVersion) {
    return {
      name,
      state: 'warning',
      words: `Passed ${by}. The sale was edited since: run it again.`,
    };
  }
  return ageMs > DAY_MS
    ? { name, state: 'warning', words: `Passed ${by}: more than a day ago. Run it again.` }
    : { name, state: 'ready', words: `Passed ${by}.` };
}

export function verdictOf(checks: readonly Check[]): string {
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  if (count('error') > 0) {
    return `Not ready: ${count('error')} to fix`;
  }
  if (count('loading') > 0) {
    return 'Checking';
  }
  return count('warning') > 0 ? `Can go live, ${count('warning')} to check` : 'Ready to go live';
}

export function plannedSale(sale: AdminSale): PlannedSale {
  return {
    name: sale.name,
    stock: sale.stock,
    startsAt: Date.parse(sale.startsAt),
    endsAt: Date.parse(sale.endsAt),
    price: sale.pricePerUnit,
    isDraft: sale.status === 'draft',
    hasPicture: sale.picture !== null,
  };
}
