import type { AdminSale } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import type { TeamApi } from '../../../lib/team-api.ts';
import { editBody } from './body-of.ts';
import { draftOf, type SaleDraft } from './draft.ts';
import { differencesOf } from './merge.ts';

export type EditOutcome =
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
    if (Object.keys(body).length === 0) return { kind: 'saved', sale: seen };
    const answer = await team.updateSale({ params, body, ifVersion: seen.version });
    if (answer.ok) return { kind: 'saved', sale: answer.value };
    if (answer.refusal.code !== 'SALE_CHANGED' || tries === TRIES) {
      return { kind: 'refused', refusal: answer.refusal };
    }
    const fresh = await team.getSale({ params });
    if (!fresh.ok) return { kind: 'refused', refusal: fresh.refusal };
    if (isOtherVersion(seen, fresh.value)) return { kind: 'conflict', sale: fresh.value };
    seen = fresh.value;
  }
}

export function isOtherVersion(seen: AdminSale, fresh: AdminSale): boolean {
  if (seen.status !== fresh.status) return true;
  const was = draftOf(seen);
  return differencesOf(was, was, asSeen(fresh, was)).length > 0;
}

/** Once published, the stock is no part of the form: it moves by a step of its own. */
export function asSeen(sale: AdminSale, form: SaleDraft): SaleDraft {
  const seen = draftOf(sale);
  return sale.status === 'draft' ? seen : { ...seen, startingQuantity: form.startingQuantity };
}
