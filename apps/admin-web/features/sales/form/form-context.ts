'use client';

import { createContext, useContext } from 'react';
import type { DraftField, SaleDraft } from './draft.ts';
import type { Faults } from './faults.ts';

export interface FormState {
  draft: SaleDraft;
  set: (change: Partial<SaleDraft>) => void;
  faults: Faults;
  /** Fields that may not change any more, each with the reason. */
  fixed: Partial<Record<DraftField, string>>;
}

export const FormContext = createContext<FormState | null>(null);

export function useForm(): FormState {
  const form = useContext(FormContext);
  if (!form) throw new Error('useForm is for fields inside the form of a sale');
  return form;
}

export const fieldId = (field: DraftField): string => `sale-${field}`;

/** What every field shares: its place, what is wrong with it, why it is closed. */
export function useField(field: DraftField) {
  const { faults, fixed } = useForm();
  const reason = fixed[field];
  return {
    id: fieldId(field),
    error: faults[field],
    disabled: reason !== undefined,
    reason,
  };
}
