'use client';

import { createStore, useStore } from '@flash/web';
import { createMemory } from './memory.ts';

const kept = createMemory(() => localStorage);

/** A choice of yes or no that this browser remembers, and every part of the page knows of at once. */
export function createKeptChoice(name: string) {
  const store = createStore<boolean, boolean>((_, choice) => {
    kept.set(name, choice ? '1' : '');
    return choice;
  }, kept.get(name) === '1');
  return (): [boolean, (choice: boolean) => void] => [useStore(store), store.send];
}

/** Whether only the turn, its end and a failed payment are to be spoken. */
export const useQuiet = createKeptChoice('flash.quiet');
