import type { Committer } from '@flash/database';

/** Where a process may be told to die, so that a test sees what the others make of it. */
export const crashPoints = {
  C0: 'before the claim',
  C1: 'after the claim',
  C2: 'after the order was sent to MongoDB, before its answer',
  C3: 'after the order was committed',
  C4: 'after Redis was told, before the buyer is',
} as const;

export const joinCrashPoints = {
  J1: 'after the place was taken, before the buyer is told',
} as const;

export type CrashPoint = keyof typeof crashPoints | keyof typeof joinCrashPoints;
export type CrashHook = (point: CrashPoint) => void;

/** C2 is a moment in which nothing of ours runs: soon after the order was handed over. */
export function crashingCommitter(
  committer: Pick<Committer, 'commit'>,
  crash: CrashHook,
): Pick<Committer, 'commit'> {
  return {
    commit(order, options) {
      setTimeout(crash, SENT_MS, 'C2');
      return committer.commit(order, options);
    },
  };
}

const SENT_MS = 2;
