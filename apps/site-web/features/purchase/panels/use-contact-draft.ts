'use client';

import { createStore, useStore } from '@flash/web';

export interface ContactDraft {
  name: string;
  phone: string;
}

/** Outlives the panels: what was typed in line must still be there when the turn comes. */
const draft = createStore<ContactDraft, Partial<ContactDraft>>(
  (state, change) => ({ ...state, ...change }),
  { name: '', phone: '' },
);

export function useContactDraft(): [ContactDraft, (change: Partial<ContactDraft>) => void] {
  return [useStore(draft), draft.send];
}

/** As the API takes it; without a name there is nobody to reach. */
export function contactOf({ name, phone }: ContactDraft) {
  const trimmed = name.trim();
  return trimmed ? { name: trimmed, phone: phone.trim() || null } : undefined;
}
