'use client';

import { createStore, useStore } from '@flash/web';
import { createMemory } from './memory.ts';

const kept = createMemory(() => localStorage);

const quiet = createStore<boolean, boolean>((_, isQuiet) => {
  kept.set('flash.quiet', isQuiet ? '1' : '');
  return isQuiet;
}, kept.get('flash.quiet') === '1');

/** Whether only the turn, its end and a failed payment are to be spoken. */
export function useQuiet(): [boolean, (isQuiet: boolean) => void] {
  return [useStore(quiet), quiet.send];
}
