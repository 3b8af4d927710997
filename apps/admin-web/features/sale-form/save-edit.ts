import type { Refusal } from '@flash/client';
import type { AdminSale } from '@flash/shared-types';
import type { TeamApi } from '../../lib/team-api.ts';
import {
  type DraftField,
  draftFields,
  draftOf,
  editBody,
  endOf,
  labels,
  type SaleDraft,
  startOf,
} from './model.ts';
import { foldOf, momentIn, wallOf } from './wall-time.ts';

type EditOutcome =
  | { kind: 'saved'; sale: AdminSale }
  | { kind: 'refused'; refusal: Refusal }
  /** Another member changed a field that this form shows. */
  | { kind: 'conflict'; sale: AdminSale };

const ATTEMPTS_MAX = 5;

/**
 * Saves on the version that was shown. A newer version in which every field of the form is the same
 * (another member paused the sale or changed its stock) is no conflict; the edit is repeated on it.
 */
export async function saveEdit(
  team: TeamApi,
  seen: AdminSale,
  draft: SaleDraft,
  isPublished: boolean,
): Promise<EditOutcome> {
  const params = { id: seen.id };
  for (let attempt = 1; ; attempt += 1) {
    const changes = editBody(asDraft(seen, draft), draft);
    const body = isPublished ? { ...changes, draft: false } : changes;
    if (Object.keys(body).length === 0) {
      return { kind: 'saved', sale: seen };
    }
    const answer = await team.updateSale({ params, body, ifVersion: seen.version });
    if (answer.ok) {
      return { kind: 'saved', sale: answer.value };
    }
    if (answer.refusal.code !== 'SALE_CHANGED' || attempt === ATTEMPTS_MAX) {
      return { kind: 'refused', refusal: answer.refusal };
    }
    const fresh = await team.getSale({ params });
    if (!fresh.ok) {
      return { kind: 'refused', refusal: fresh.refusal };
    }
    if (isOtherVersion(seen, fresh.value)) {
      return { kind: 'conflict', sale: fresh.value };
    }
    seen = fresh.value;
  }
}

/** Whether the form would show something different for the newer version. */
export function isOtherVersion(seen: AdminSale, fresh: AdminSale): boolean {
  if (seen.status !== fresh.status) {
    return true;
  }
  const draft = draftOf(seen);
  return differencesOf(draft, draft, asDraft(fresh, draft)).length > 0;
}

/** A sale as the form shows it. Once it is published its stock changes elsewhere, so that is ignored. */
export function asDraft(sale: AdminSale, form: SaleDraft): SaleDraft {
  const draft = draftOf(sale);
  return sale.status === 'draft' ? draft : { ...draft, startingQuantity: form.startingQuantity };
}

export type Side = 'mine' | 'theirs';
export type Choices = Partial<Record<DraftField, Side>>;

export interface Difference {
  field: DraftField;
  label: string;
  mine: string;
  theirs: string;
  changedBy: 'me' | 'them' | 'both';
}

/** Part of the times, which are compared as moments. */
const WITHOUT_ROW: readonly DraftField[] = ['startsFold', 'endsFold'];

/** The fields in which the two versions differ, and which of them changed the common base. */
export function differencesOf(base: SaleDraft, mine: SaleDraft, theirs: SaleDraft): Difference[] {
  const fields = draftFields.filter((field) => !WITHOUT_ROW.includes(field));
  return fields.flatMap((field) => {
    const [before, my, their] = [base, mine, theirs].map((draft) => comparable(draft, field));
    if (my === their) {
      return [];
    }
    const changedBy = before === their ? 'me' : before === my ? 'them' : 'both';
    const [mineWords, theirsWords] = [words(mine, field), words(theirs, field)];
    return [{ field, label: labels[field], mine: mineWords, theirs: theirsWords, changedBy }];
  });
}

/** A change that only one side made is chosen; where both changed a field, the user has to choose. */
export function firstChoices(differences: readonly Difference[]): Choices {
  const clear = differences.filter(({ changedBy }) => changedBy !== 'both');
  return Object.fromEntries(
    clear.map(({ field, changedBy }) => [field, changedBy === 'me' ? 'mine' : 'theirs']),
  );
}

export const chooseAll = (differences: readonly Difference[], side: Side): Choices =>
  Object.fromEntries(differences.map(({ field }) => [field, side]));

/** Their version with my chosen fields. A chosen time stays the same moment, whichever zone is chosen. */
export function mergeDrafts(mine: SaleDraft, theirs: SaleDraft, choices: Choices): SaleDraft {
  const chosen = draftFields.filter((field) => choices[field] === 'mine');
  const merged = { ...theirs, ...Object.fromEntries(chosen.map((field) => [field, mine[field]])) };
  const start = startOf(choices.startsAt === 'mine' ? mine : theirs);
  const end = endOf(choices.endsAt === 'mine' ? mine : theirs);
  const { timeZone } = merged;
  if (start !== null) {
    merged.startsAt = wallOf(start, timeZone);
    merged.startsFold = foldOf(start, timeZone);
  }
  if (end !== null) {
    merged.endsAt = wallOf(end, timeZone);
    merged.endsFold = foldOf(end, timeZone);
  }
  return merged;
}

function comparable(draft: SaleDraft, field: DraftField) {
  if (field === 'startsAt') {
    return startOf(draft) ?? draft.startsAt;
  }
  if (field === 'endsAt') {
    return endOf(draft) ?? draft.endsAt;
  }
  return draft[field];
}

function words(draft: SaleDraft, field: DraftField): string {
  const value = comparable(draft, field);
  if (typeof value === 'number') {
    return momentIn(value, draft.timeZone);
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (field === 'identity') {
    return value === 'guest' ? 'Guests' : 'Accounts';
  }
  if (field === 'deliveryCountries') {
    return value ? String(value).replaceAll(',', ', ') : 'All';
  }
  return value || '(empty)';
}
