import type { AdminSale } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import type { TeamApi } from '../../lib/team-api.ts';
import { type DraftField, draftOf, editBody, endOf, type SaleDraft, startOf } from './model.ts';
import { labels } from './rules.ts';
import { foldOf, momentIn, wallOf } from './wall-time.ts';

type EditOutcome =
  | { kind: 'saved'; sale: AdminSale }
  | { kind: 'refused'; refusal: Refusal }
  /** Another member changed a field that this form shows. */
  | { kind: 'conflict'; sale: AdminSale };

const TRIES = 5;

/**
 * Saves on the version that was seen. A newer one that differs in nothing the form shows (a member
 * paused the sale, or moved its stock) is no conflict: the edit goes on top of it.
 */
export async function saveEdit(
  team: TeamApi,
  seen: AdminSale,
  draft: SaleDraft,
  isPublished: boolean,
): Promise<EditOutcome> {
  const params = { id: seen.id };
  for (let tries = 1; ; tries += 1) {
    const changes = editBody(asSeen(seen, draft), draft);
    const body = isPublished ? { ...changes, draft: false } : changes;
    if (Object.keys(body).length === 0) {
      return { kind: 'saved', sale: seen };
    }
    const answer = await team.updateSale({ params, body, ifVersion: seen.version });
    if (answer.ok) {
      return { kind: 'saved', sale: answer.value };
    }
    if (answer.refusal.code !== 'SALE_CHANGED' || tries === TRIES) {
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

export function isOtherVersion(seen: AdminSale, fresh: AdminSale): boolean {
  if (seen.status !== fresh.status) {
    return true;
  }
  const was = draftOf(seen);
  return differencesOf(was, was, asSeen(fresh, was)).length > 0;
}

/** Once published, the stock is no part of the form: it moves by a step of its own. */
export function asSeen(sale: AdminSale, form: SaleDraft): SaleDraft {
  const seen = draftOf(sale);
  return sale.status === 'draft' ? seen : { ...seen, startingQuantity: form.startingQuantity };
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

/** Times are compared as moments, with their fold and zone; these two have no row of their own. */
const hidden: readonly DraftField[] = ['startsFold', 'endsFold'];

/** Field by field where the two versions differ, seen from the one that both began with. */
export function differencesOf(base: SaleDraft, mine: SaleDraft, theirs: SaleDraft): Difference[] {
  const fields = (Object.keys(labels) as DraftField[]).filter((field) => !hidden.includes(field));
  return fields.flatMap((field) => {
    const [was, my, their] = [base, mine, theirs].map((draft) => partOf(draft, field));
    if (my === their) {
      return [];
    }
    const changedBy = was === their ? 'me' : was === my ? 'them' : 'both';
    const [mineWords, theirsWords] = [shown(mine, field), shown(theirs, field)];
    return [{ field, label: labels[field], mine: mineWords, theirs: theirsWords, changedBy }];
  });
}

/** Where only one of the two changed something, that change stands; the rest has to be chosen. */
export function firstChoices(differences: readonly Difference[]): Choices {
  const settled = differences.filter(({ changedBy }) => changedBy !== 'both');
  return Object.fromEntries(
    settled.map(({ field, changedBy }) => [field, changedBy === 'me' ? 'mine' : 'theirs']),
  );
}

export const chooseAll = (differences: readonly Difference[], side: Side): Choices =>
  Object.fromEntries(differences.map(({ field }) => [field, side]));

/** Their version with my choices in it: a moment that was chosen stays that moment in any zone. */
export function mergeDrafts(mine: SaleDraft, theirs: SaleDraft, choices: Choices): SaleDraft {
  const chosen = (Object.keys(labels) as DraftField[]).filter((field) => choices[field] === 'mine');
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

function partOf(draft: SaleDraft, field: DraftField) {
  if (field === 'startsAt') {
    return startOf(draft) ?? draft.startsAt;
  }
  if (field === 'endsAt') {
    return endOf(draft) ?? draft.endsAt;
  }
  return draft[field];
}

function shown(draft: SaleDraft, field: DraftField): string {
  const value = partOf(draft, field);
  if (typeof value === 'number') {
    return momentIn(value, draft.timeZone);
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (field === 'identity') {
    return value === 'guest' ? 'Guests' : 'Accounts';
  }
  return value || '(empty)';
}
