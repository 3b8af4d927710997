import type { Snapshot } from '@flash/reservation';

/** Units may be handed out now. */
export function isOpen(shot: Snapshot): boolean {
  const isInWindow = shot.now >= shot.startsAt && shot.now < shot.endsAt;
  return isInWindow && !shot.paused && !shot.closed && shot.halted === '';
}

export function isOver(shot: Snapshot): boolean {
  return shot.closed || shot.now >= shot.endsAt;
}

/** Nobody here waits for anything that could happen. */
export function isQuiet(shot: Snapshot): boolean {
  if (shot.held > 0 || shot.claimed > 0) return false;
  return shot.waiting === 0 || isOver(shot);
}
