'use client';

import { createMemory, createStore } from '@flash/client';
import { useStore } from '@flash/web';

const kept = createMemory(() => localStorage);

/** A yes-or-no choice that this browser keeps and that all parts of the page share. */
export function createKeptChoice(name: string) {
  const store = createStore<boolean, boolean>((_, choice) => {
    kept.set(name, choice ? '1' : '');
    return choice;
  }, kept.get(name) === '1');
  return (): [boolean, (choice: boolean) => void] => [useStore(store), store.send];
}

/** Whether a screen reader announces only the turn, its end and a failed payment. */
export const useQuiet = createKeptChoice('flash.quiet');
