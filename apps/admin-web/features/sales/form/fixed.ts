import type { AdminSale, QueueOverview } from '@flash/shared-types';
import type { DraftField } from './draft.ts';

export type Fixed = Partial<Record<DraftField, string>>;

const deal = ['identity', 'currency'] as const;
const start = ['pricePerUnit', 'startsAt', 'lobbyMinutes', 'timeZone'] as const;
const all = [
  ...['name', 'description', 'endsAt', 'startingQuantity', 'holdMinutes', 'extensions'],
  ...['extensionMinutes', 'fastPassPercent', 'honourHoldsAfterEnd', ...deal, ...start],
  ...['placesPerNetwork', 'holdsBeforeWait'],
] as readonly DraftField[];

/** What may not change any more, and why: the API's own rules, said before they are met. */
export function fixedOf(sale: AdminSale, overview: QueueOverview | undefined): Fixed {
  const { phase, status } = sale;
  if (phase === 'archived') return because(all, 'The sale is archived.');
  if (status === 'draft') return {};
  const started = phase === 'open' || phase === 'paused' || phase === 'ended';
  const joined = (overview?.joined ?? 0) > 0 || (overview?.sold ?? 0) > 0;
  return {
    ...because(['startingQuantity'], 'Use “Change the stock” below.'),
    ...(joined && because(deal, 'Can’t change after the first buyer has joined.')),
    ...(started && because([...deal, ...start], 'Can’t change after the sale has started.')),
    ...(status === 'ended' && because(['endsAt'], 'The sale has ended.')),
  };
}

const because = (fields: readonly DraftField[], why: string): Fixed =>
  Object.fromEntries(fields.map((field) => [field, why]));
