'use client';

import type { AdminSale } from '@flash/shared-types';
import type { Refusal } from '@flash/web';
import { useMemo, useState } from 'react';
import { useMember } from '../../../lib/member.ts';
import type { DraftField, SaleDraft } from './draft.ts';
import { focusFirst } from './fault-summary.tsx';
import { type Faults, faultsOf, refusedFaults } from './faults.ts';
import type { Fixed } from './fixed.ts';
import type { FormState } from './form-context.ts';
import type { PictureChoice } from './picture-choice.ts';
import { savePicture } from './save-picture.ts';

export type SaveOutcome =
  | { kind: 'saved'; sale: AdminSale }
  | { kind: 'refused'; refusal: Refusal }
  /** The user has to choose first. */
  | { kind: 'conflict' };

interface SaleFormOptions {
  start: SaleDraft;
  /** What is saved already: a form that equals it has nothing to lose. */
  base: SaleDraft | null;
  fixed: Fixed;
  save: (draft: SaleDraft, isDraft: boolean) => Promise<SaveOutcome>;
  onSaved: (sale: AdminSale) => void;
}

/** The form of a sale: what is typed, what is wrong with it, and saving it with its picture. */
export function useSaleForm({ start, base, fixed, save, onSaved }: SaleFormOptions) {
  const { team } = useMember();
  const [draft, setDraft] = useState(start);
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [picture, setPicture] = useState<PictureChoice>({ kind: 'keep' });
  const [owed, setOwed] = useState<{ sale: AdminSale; refusal: Refusal } | null>(null);
  const [isBusy, setBusy] = useState(false);

  const state: FormState = useMemo(
    () => ({
      draft,
      faults,
      fixed,
      set: (change) => {
        setDraft((before) => ({ ...before, ...change }));
        setFaults((before) => without(before, Object.keys(change) as DraftField[]));
      },
    }),
    [draft, faults, fixed],
  );

  const show = (found: Faults) => {
    setFaults(found);
    focusFirst(found);
  };
  const finish = async (sale: AdminSale) => {
    const answer = await savePicture(team, sale, picture);
    if (!answer.ok) return setOwed({ sale, refusal: answer.refusal });
    setOwed(null);
    setPicture({ kind: 'keep' });
    onSaved(answer.value);
  };
  const submitDraft = async (given: SaleDraft, isDraft: boolean) => {
    const mustBeAhead = base === null || base.endsAt !== given.endsAt;
    const now = mustBeAhead ? Date.now() : undefined;
    const found = without(faultsOf(given, now), Object.keys(fixed) as DraftField[]);
    setRefusal(null);
    if (Object.keys(found).length > 0) return show(found);
    setFaults({});
    setBusy(true);
    const outcome = await save(given, isDraft);
    if (outcome.kind === 'saved') await finish(outcome.sale);
    if (outcome.kind === 'refused') {
      setRefusal(outcome.refusal);
      show(refusedFaults(outcome.refusal.errors));
    }
    setBusy(false);
  };
  const retryPicture = async () => {
    if (!owed) return;
    setBusy(true);
    await finish(owed.sale);
    setBusy(false);
  };

  return {
    state,
    draft,
    setDraft,
    refusal,
    picture,
    setPicture,
    owed,
    isBusy,
    isDirty: owed === null && (picture.kind !== 'keep' || differs(draft, base ?? start)),
    submit: (isDraft: boolean) => submitDraft(draft, isDraft),
    submitDraft,
    retryPicture,
  };
}

export type SaleFormModel = ReturnType<typeof useSaleForm>;

const differs = (one: SaleDraft, other: SaleDraft): boolean =>
  (Object.keys(one) as DraftField[]).some((field) => one[field] !== other[field]);

function without(faults: Faults, fields: readonly DraftField[]): Faults {
  const left = Object.entries(faults).filter(([field]) => !fields.includes(field as DraftField));
  return Object.fromEntries(left);
}
