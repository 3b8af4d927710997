import {
  type AdminSale,
  createSaleBody,
  type FieldError,
  type QueueOverview,
  saleTimeFaults,
} from '@flash/shared-types';
import { currencyDecimals, toMinor } from '@flash/shared-utils';
import { bodyOf, type DraftField, numberOf, type SaleDraft } from './model.ts';
import { readWall } from './wall-time.ts';

export type Faults = Partial<Record<DraftField, string>>;

/** The API's name of a field, where the form has another. */
const fieldOf: Record<string, DraftField> = {
  lobbyOpensAt: 'lobbyMinutes',
  holdTtlSeconds: 'holdMinutes',
  extensionSeconds: 'extensionMinutes',
};

/**
 * Found before anything is sent, by the rules that the API goes by. Without `now` an end that has
 * passed is none: only another one has to be to come.
 */
export function faultsOf(draft: SaleDraft, now?: number): Faults {
  const body = bodyOf(draft);
  const issues = createSaleBody.safeParse(body).error?.issues ?? [];
  const faults: Faults = {};
  for (const issue of issues) {
    const field = draftField(issue.path.join('.'));
    if (field) {
      faults[field] ??= words(field, draft) ?? timeWords(field, issue.message);
    }
  }
  for (const { path, message } of saleTimeFaults(body, now)) {
    const field = draftField(path);
    if (field) {
      faults[field] ??= timeWords(field, message);
    }
  }
  // Rules of two fields are asked for only once each field by itself is right.
  if (toMinor(body.pricePerUnit ?? 0, draft.currency) === null) {
    faults.pricePerUnit ??= priceWords(draft);
  }
  return { ...faults, ...wallFaults(draft) };
}

/** What the API refused, beside the fields it named. */
export function refusedFaults(errors: readonly FieldError[]): Faults {
  const known = errors.flatMap(({ path, message }) => {
    const field = draftField(path);
    return field ? [[field, timeWords(field, message)]] : [];
  });
  return Object.fromEntries(known);
}

function draftField(path: string): DraftField | null {
  const field = fieldOf[path] ?? path;
  return field in labels ? (field as DraftField) : null;
}

function wallFaults(draft: SaleDraft): Faults {
  const faults: Faults = {};
  for (const [field, fold] of [
    ['startsAt', draft.startsFold],
    ['endsAt', draft.endsFold],
  ] as const) {
    const read = readWall(draft[field], draft.timeZone, fold);
    const clock = draft[field].slice(11, 16);
    if (read.kind === 'unreadable') {
      faults[field] = 'Choose a date and a time.';
    }
    if (read.kind === 'twice') {
      faults[field] = `${clock} comes twice that night. Choose which one.`;
    }
    if (read.kind === 'gap') {
      faults[field] =
        `${clock} does not exist that day in ${draft.timeZone}: clocks go from ${read.before} to ${read.after}.`;
    }
  }
  return faults;
}

/** One sentence for anything that may be wrong with a field. */
function words(field: DraftField, draft: SaleDraft): string | undefined {
  switch (field) {
    case 'name':
      return draft.name.trim() === ''
        ? 'Give the sale a name.'
        : 'One line of up to 200 characters.';
    case 'description':
      return 'Up to 5,000 characters.';
    case 'startingQuantity':
      return 'A whole number from 1 to 10,000,000.';
    case 'pricePerUnit':
      return priceWords(draft);
    case 'currency':
      return 'Choose a currency.';
    case 'timeZone':
      return 'Choose a time zone.';
    case 'lobbyMinutes':
      return 'A number of minutes, 0 or more.';
    case 'holdMinutes':
      return 'From 5 seconds (0.09) to 1,440 minutes.';
    case 'extensions':
      return 'A whole number from 0 to 100.';
    case 'extensionMinutes':
      return 'More than 0 and at most 1,440 minutes.';
    case 'fastPassPercent':
      return 'From 0 to 100.';
    case 'placesPerNetwork':
      return 'auto, or a whole number from 0 to 10,000,000.';
    case 'holdsBeforeWait':
      return 'A whole number from 0 to 1,000.';
    default:
      return undefined;
  }
}

function priceWords({ pricePerUnit, currency }: SaleDraft): string {
  const decimals = currencyDecimals(currency) ?? 2;
  if (!(numberOf(pricePerUnit) >= 0)) {
    return 'Enter an amount, 0 or more. Leave empty for a free item.';
  }
  return decimals === 0 ? `${currency} has no decimals.` : `${currency} has ${decimals} decimals.`;
}

function timeWords(field: DraftField, message: string): string {
  if (field === 'endsAt' && message.includes('later than')) {
    return 'Has to be after the start.';
  }
  if (field === 'endsAt' && message.includes('future')) {
    return 'Has already passed.';
  }
  if (field === 'lobbyMinutes') {
    return 'A number of minutes, 0 or more.';
  }
  return sentence(message);
}

const sentence = (message: string) =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;

/** As the fields are headed; in the order in which they stand. */
export const labels: Record<DraftField, string> = {
  name: 'Name',
  description: 'Description',
  timeZone: 'Time zone',
  startsAt: 'Start',
  startsFold: 'Which start',
  endsAt: 'End',
  endsFold: 'Which end',
  lobbyMinutes: 'Line opens before the start',
  startingQuantity: 'Units',
  pricePerUnit: 'Price per unit',
  currency: 'Currency',
  identity: 'Who can buy',
  holdMinutes: 'Time to pay',
  extensions: 'Extensions',
  extensionMinutes: 'Minutes each',
  fastPassPercent: 'Last-units mode',
  placesPerNetwork: 'Places per network',
  holdsBeforeWait: 'Lost holds before a wait',
  honourHoldsAfterEnd: 'After the end',
};

export const firstFault = (faults: Faults): DraftField | undefined =>
  (Object.keys(labels) as DraftField[]).find((field) => faults[field]);

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
  if (phase === 'archived') {
    return because(all, 'The sale is archived.');
  }
  if (status === 'draft') {
    return {};
  }
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
