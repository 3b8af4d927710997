import {
  type AdminSale,
  createSaleBody,
  type FieldError,
  fixedFields,
  type QueueOverview,
  type SaleTimeFault,
  saleBounds,
  saleTimeFaults,
} from '@flash/shared-types';
import { currencyDecimals, toMinor } from '@flash/shared-utils';
import { formatCount } from '@flash/web';
import { bodyOf, type DraftField, draftFields, numberOf, type SaleDraft } from './model.ts';
import { readWall } from './wall-time.ts';

export type FieldErrors = Partial<Record<DraftField, string>>;

/** The fields whose names in the API and in the form differ. */
const formNames: Record<string, DraftField> = {
  lobbyOpensAt: 'lobbyMinutes',
  holdTtlSeconds: 'holdMinutes',
  extensionSeconds: 'extensionMinutes',
};

const LOBBY_TEXT = 'A number of minutes, 0 or more.';

const timeTexts: Record<SaleTimeFault, { field: DraftField; text: string }> = {
  endBeforeStart: { field: 'endsAt', text: 'Must be later than the start.' },
  endInPast: { field: 'endsAt', text: 'Must be in the future.' },
  lobbyAfterStart: { field: 'lobbyMinutes', text: LOBBY_TEXT },
};

/**
 * What is wrong with the form, by the rules of the API. Without `now` an end in the past is allowed,
 * because only a changed end has to be in the future.
 */
export function draftErrors(draft: SaleDraft, now?: number): FieldErrors {
  const body = bodyOf(draft);
  const issues = createSaleBody.safeParse(body).error?.issues ?? [];
  const errors: FieldErrors = {};
  for (const fault of saleTimeFaults(body, now)) {
    const { field, text } = timeTexts[fault];
    errors[field] ??= text;
  }
  for (const issue of issues) {
    const field = draftField(issue.path.join('.'));
    if (field) {
      errors[field] ??= requirement(field, draft) ?? sentence(issue.message);
    }
  }
  // The schema checks rules about two fields only once each of them is valid.
  if (toMinor(body.pricePerUnit ?? 0, draft.currency) === null) {
    errors.pricePerUnit ??= priceRequirement(draft);
  }
  return { ...errors, ...wallTimeErrors(draft) };
}

/** The errors of a refusal that belong to fields of the form. */
export function apiErrors(errors: readonly FieldError[]): FieldErrors {
  const known = errors.flatMap(({ path, message }) => {
    const field = draftField(path);
    return field ? [[field, sentence(message)]] : [];
  });
  return Object.fromEntries(known);
}

/** A fault of one item of a list belongs to the list. */
function draftField(path: string): DraftField | null {
  const [part = ''] = path.split('.');
  const name = formNames[part] ?? part;
  return draftFields.find((field) => field === name) ?? null;
}

function wallTimeErrors(draft: SaleDraft): FieldErrors {
  const errors: FieldErrors = {};
  for (const [field, fold] of [
    ['startsAt', draft.startsFold],
    ['endsAt', draft.endsFold],
  ] as const) {
    const read = readWall(draft[field], draft.timeZone, fold);
    const clock = draft[field].slice(11, 16);
    if (read.kind === 'unreadable') {
      errors[field] = 'Choose a date and a time.';
    }
    if (read.kind === 'twice') {
      errors[field] = `${clock} comes twice that night. Choose which one.`;
    }
    if (read.kind === 'gap') {
      errors[field] =
        `${clock} does not exist that day in ${draft.timeZone}: clocks go from ${read.before} to ${read.after}.`;
    }
  }
  return errors;
}

/** What a field accepts, in one sentence; undefined for times, whose errors depend on each other. */
function requirement(field: DraftField, draft: SaleDraft): string | undefined {
  switch (field) {
    case 'name':
      return draft.name.trim() === ''
        ? 'Give the sale a name.'
        : 'One line of up to 200 characters.';
    case 'description':
      return 'Up to 5,000 characters.';
    case 'startingQuantity':
      return wholeNumber(saleBounds.startingQuantity);
    case 'pricePerUnit':
      return priceRequirement(draft);
    case 'currency':
      return 'Choose a currency.';
    case 'timeZone':
      return 'Choose a time zone.';
    case 'lobbyMinutes':
      return LOBBY_TEXT;
    case 'holdMinutes':
      return minutes(saleBounds.holdTtlSeconds);
    case 'extensions':
      return wholeNumber(saleBounds.extensions);
    case 'extensionMinutes':
      return minutes(saleBounds.extensionSeconds);
    case 'fastPassPercent':
      return `From ${saleBounds.fastPassPercent.min} to ${saleBounds.fastPassPercent.max}.`;
    case 'placesPerNetwork':
      return `auto, or a w${wholeNumber(saleBounds.placesPerNetwork).slice(1)}`;
    case 'holdsBeforeWait':
      return wholeNumber(saleBounds.holdsBeforeWait);
    case 'deliveryCountries':
      return 'Choose countries from the list.';
    default:
      return undefined;
  }
}

interface Bounds {
  min: number;
  max: number;
}

const wholeNumber = ({ min, max }: Bounds): string =>
  `A whole number from ${formatCount(min)} to ${formatCount(max)}.`;

/** Bounds in seconds for a field in minutes; the least number of minutes is rounded up. */
function minutes({ min, max }: Bounds): string {
  const seconds = `${min} ${min === 1 ? 'second' : 'seconds'}`;
  return `From ${seconds} (${Math.ceil((min / 60) * 100) / 100}) to ${formatCount(max / 60)} minutes.`;
}

function priceRequirement({ pricePerUnit, currency }: SaleDraft): string {
  const decimals = currencyDecimals(currency) ?? 2;
  if (!(numberOf(pricePerUnit) >= 0)) {
    return 'Enter an amount, 0 or more. Leave empty for a free item.';
  }
  return decimals === 0 ? `${currency} has no decimals.` : `${currency} has ${decimals} decimals.`;
}

/** A message of the API as a sentence, with the labels of the form. */
function sentence(message: string): string {
  const text = message.replaceAll('startsAt', 'the start');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

export const firstInvalidField = (errors: FieldErrors): DraftField | undefined =>
  draftFields.find((field) => errors[field]);

/** Fields that can no longer change, each with the reason. */
export type FixedFields = Partial<Record<DraftField, string>>;

/** The fields that the API would refuse to change, shown before anything is sent. */
export function fixedFieldsOf(sale: AdminSale, overview: QueueOverview | undefined): FixedFields {
  const { phase, status } = sale;
  if (phase === 'archived') {
    return because(draftFields, 'The sale is archived.');
  }
  if (status === 'draft') {
    return {};
  }
  const joined = (overview?.joined ?? 0) > 0 || (overview?.sold ?? 0) > 0;
  const { byJoining, byStarting } = fixedFields({ phase, joined });
  const hasStarted = byStarting.length > 0;
  return {
    ...because(['startingQuantity'], 'Use “Change the stock” below.'),
    ...because(
      byJoining,
      hasStarted
        ? 'Can’t change after the sale has started.'
        : 'Can’t change after the first buyer has joined.',
    ),
    ...because(byStarting, 'Can’t change after the sale has started.'),
    ...(status === 'ended' && because(['endsAt'], 'The sale has ended.')),
  };
}

function because(paths: readonly string[], reason: string): FixedFields {
  return Object.fromEntries(paths.map((path) => [draftField(path), reason]));
}
