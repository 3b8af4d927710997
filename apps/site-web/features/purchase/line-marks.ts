export interface LineMarks {
  /** How many marks stand for the whole line. */
  count: number;
  /** Which of them is mine, 0 at the head. */
  mine: number;
  /** How many people one mark stands for. */
  people: number;
}

/** A line of any length as a row of marks: one for each person while they fit, else one for many. */
export function lineMarks(ahead: number, size: number, most = 24): LineMarks {
  const length = Math.max(size, ahead + 1);
  const people = Math.ceil(length / most);
  const count = Math.ceil(length / people);
  const mine = Math.floor(ahead / people);
  // Only the very first and the very last stand at an end of a picture to scale.
  const isInside = people > 1 && ahead > 0 && ahead < length - 1;
  return { count, people, mine: isInside ? Math.min(count - 2, Math.max(1, mine)) : mine };
}

/** How far along the picture the units go: those that are free, then those that may come back. */
export function unitsReach(
  { count, people }: LineMarks,
  { free, held }: { free: number; held: number },
): { free: number; held: number } {
  const drawn = count * people;
  const forFree = Math.min(free, drawn);
  return { free: forFree / drawn, held: Math.min(held, drawn - forFree) / drawn };
}
