import { z } from 'zod';
import { count, utc } from '../scalars.ts';

/** Sales with this product are rehearsals of `npm run preflight`: in no list for buyers, and deleted afterwards. */
export const REHEARSAL_PRODUCT = 'flash-sale:rehearsal';

/** What one check before a sale found. `accepted`: it failed, and was named on the command line as intended. */
export const preflightCheck = z.object({
  name: z.string(),
  state: z.enum(['passed', 'failed', 'accepted']),
  words: z.string(),
  /** What to do about it; null where nothing has to be done. */
  advice: z.string().nullable(),
});
export type PreflightCheck = z.infer<typeof preflightCheck>;

export const preflightResult = z.object({
  at: utc,
  ok: z.boolean(),
  /** Of the program that checked. */
  version: z.string(),
  commit: z.string(),
  /** Buyers that were expected; null where the caller did not say. */
  crowd: count.nullable(),
  /** The sale as it was checked; an edit since then makes another one. */
  saleVersion: count,
  checks: z.array(preflightCheck),
});
export type PreflightResult = z.infer<typeof preflightResult>;

export const preflightAnswer = z.object({ preflight: preflightResult.nullable() });
