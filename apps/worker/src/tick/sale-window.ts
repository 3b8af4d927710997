import type { Snapshot } from '@flash/reservation';

/** Units may be handed out now. */
export function isOpen(shot: Snapshot): boolean {
  const isInWindow = shot.now >= shot.startsAt && shot.now < shot.endsAt;
  return isInWindow && !shot.paused && !shot.closed && shot.halted === '';
}

export function isOver(shot: Snapshot): boolean {
  return shot.closed || shot.now >= shot.endsAt;
}

const WATCHFUL_MS = 1_000;

/** For how long nobody has to look at this sale, if nobody hints. */
export function restOf(shot: Snapshot, idleMs: number): number {
  if (shot.held > 0 || shot.claimed > 0) return 0;
  if (isOver(shot)) return idleMs;
  if (shot.waiting > 0) return 0;
  // A join that cannot be served yet wakes nobody, but its place has to be stored soon.
  const takesSilentJoins =
    shot.paused || (shot.now >= shot.lobbyOpensAt && shot.now < shot.startsAt);
  return takesSilentJoins ? Math.min(WATCHFUL_MS, idleMs) : idleMs;
}
