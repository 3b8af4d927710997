'use client';

import { createStore, useStore } from '@flash/web';
import { createMemory } from '../../../lib/memory.ts';
import type { PaymentToken } from './payment-choice.tsx';

export interface Draft {
  name: string;
  phone: string;
  token: PaymentToken;
}

const NAME = 'flash.draft';
const empty: Draft = { name: '', phone: '', token: 'ok' };
const tab = createMemory(() => sessionStorage);

/** Outlives panels and reloads, never the tab: what was typed in line is there when the turn comes. */
const draft = createStore<Draft, Partial<Draft>>((state, change) => {
  const next = { ...state, ...change };
  tab.set(NAME, JSON.stringify(next));
  return next;
}, readDraft());

export function useContactDraft(): [Draft, (change: Partial<Draft>) => void] {
  return [useStore(draft), draft.send];
}

/** As the API takes it; without a name there is nobody to reach. */
export function contactOf({ name, phone }: Draft) {
  const trimmed = name.trim();
  return trimmed ? { name: trimmed, phone: phone.trim() || null } : undefined;
}

function readDraft(): Draft {
  try {
    return { ...empty, ...JSON.parse(tab.get(NAME) ?? '{}') };
  } catch {
    return empty;
  }
}
