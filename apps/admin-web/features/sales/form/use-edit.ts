'use client';

import type { AdminSale } from '@flash/shared-types';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { addresses } from '../../../lib/addresses.ts';
import { useMember } from '../../../lib/member.ts';
import { sayDone } from '../../kit/done.ts';
import type { Conflict } from './conflict-dialog.tsx';
import { draftOf, type SaleDraft } from './draft.ts';
import type { Fixed } from './fixed.ts';
import { asSeen, saveEdit } from './save-edit.ts';
import { type SaveOutcome, useSaleForm } from './use-sale-form.ts';

/** Editing one sale on the version that was seen, with others doing the same. */
export function useEdit(sale: AdminSale, fixed: Fixed) {
  const { team } = useMember();
  const queries = useQueryClient();
  const router = useRouter();
  const [seen, see] = useState(sale);
  const [conflict, setConflict] = useState<(Conflict & { isDraft: boolean }) | null>(null);

  const saveOn = async (on: AdminSale, draft: SaleDraft, isDraft: boolean) => {
    const outcome = await saveEdit(team, on, draft, on.status === 'draft' && !isDraft);
    if (outcome.kind !== 'conflict') return outcome;
    const theirs = asSeen(outcome.sale, draft);
    const base = asSeen(on, draft);
    const seenVersion = on.version;
    setConflict({ base, mine: draft, theirs, sale: outcome.sale, seenVersion, isDraft });
    return { kind: 'conflict' } satisfies SaveOutcome;
  };
  const onSaved = (saved: AdminSale) => {
    const isScheduled = seen.status === 'draft' && saved.status !== 'draft';
    sayDone(isScheduled ? `${saved.name} is scheduled.` : `${saved.name} is saved.`);
    setConflict(null);
    see(saved);
    form.setDraft(draftOf(saved));
    queries.setQueryData(['sale', saved.id], saved);
    void queries.invalidateQueries({ queryKey: ['sales'] });
    if (isScheduled) router.push(addresses.sale(saved.id));
  };
  const form = useSaleForm({
    start: draftOf(sale),
    base: draftOf(seen),
    fixed,
    save: (draft, isDraft) => saveOn(conflict?.sale ?? seen, draft, isDraft),
    onSaved,
  });

  /** What was chosen is saved on their version; a third one would be asked about again. */
  const resolve = (merged: SaleDraft) => {
    if (!conflict) return;
    form.setDraft(merged);
    void form.submitDraft(merged, conflict.isDraft);
  };
  return { form, seen, see, conflict, resolve, putOff: () => setConflict(null) };
}
