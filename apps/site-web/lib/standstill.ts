'use client';

import { useRef } from 'react';
import { createKeptChoice } from './kept-choice.ts';

/** Whether what moves by itself stands still until the reader says otherwise. */
export const useIsStill = createKeptChoice('flash.still');

/** The value as it was when `key` came up, for as long as that stays; always the newest for null. */
export function useStandstill<Value>(value: Value, key: string | null): Value {
  const kept = useRef({ key, value });
  if (key === null || kept.current.key !== key) kept.current = { key, value };
  return kept.current.value;
}
