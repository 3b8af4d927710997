'use client';

import { createKeptChoice } from './kept-choice.ts';

/** Whether only the turn, its end and a failed payment are to be spoken. */
export const useQuiet = createKeptChoice('flash.quiet');
