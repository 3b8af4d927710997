import { endOf, startOf } from './body-of.ts';
import type { DraftField, SaleDraft } from './draft.ts';
import { labels } from './faults.ts';
import { momentIn } from './preview-times.ts';
import { foldOf, wallOf } from './wall-time.ts';

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
    if (my === their) return [];
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
  if (field === 'startsAt') return startOf(draft) ?? draft.startsAt;
  if (field === 'endsAt') return endOf(draft) ?? draft.endsAt;
  return draft[field];
}

function shown(draft: SaleDraft, field: DraftField): string {
  const value = partOf(draft, field);
  if (typeof value === 'number') return momentIn(value, draft.timeZone);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field === 'identity') return value === 'guest' ? 'Guests' : 'Accounts';
  return value || '(empty)';
}
