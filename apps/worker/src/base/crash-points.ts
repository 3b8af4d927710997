import { createCrashHook as createHook } from '@flash/shared-config';

/**
 * Where a process may be told to die, so that a test sees what the others make of it.
 * G: granting · V: deciding a lapsed claim · B: writing a block · E: restoring a sale.
 */
export const crashPoints = {
  G0: 'before the grant script',
  G1: 'after the grant script',
  G2: 'after the notice',
  G3: 'before the job completes',
  V0: 'before the void record',
  V1: 'after the void record',
  V2: 'after Redis was told the outcome',
  B0: 'before the block is stored',
  B1: 'after the block was stored',
  E1: 'after the epoch was raised',
  E2: 'after the sale was marked',
  E3: 'after the chain was sealed',
  E4: 'after the snapshot was read',
  E5: 'after the state was swapped in',
} as const;

/** Points that a worker passes only when something follows the log. */
export const followPoints = {
  F0: 'before the transaction of a consumer',
  F1: 'before its commit',
  F2: 'after its commit',
} as const;

export type CrashPoint = keyof typeof crashPoints;
type FollowPoint = keyof typeof followPoints;
export type FollowHook = (point: FollowPoint) => void;
export type CrashHook = (point: CrashPoint | FollowPoint) => void;

/** Reads `FAULT=<point>:<nth>`. */
export function createCrashHook(
  fault: string | undefined,
  options: { isProduction: boolean; die?: () => void },
): CrashHook {
  return createHook<CrashPoint | FollowPoint>(fault, options);
}
