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
  if (length <= most) return { count: length, mine: ahead, people: 1 };
  const mine = Math.min(most - 1, Math.floor((ahead / length) * most));
  // Only the very first and the very last stand at an end of the picture.
  const isInside = ahead > 0 && ahead < length - 1;
  const shown = isInside ? Math.min(most - 2, Math.max(1, mine)) : mine;
  return { count: most, mine: shown, people: Math.round(length / most) };
}
