import type { Figure } from './bench.ts';

/** Whether a figure reached what was aimed at; null where nothing was. */
export function isReached({ value, unit, goal }: Figure): boolean | null {
  const [, sign, number] = /^([≤≥<>]) ([\d,.]+)/.exec(goal) ?? [];
  const aim = Number(number?.replaceAll(',', ''));
  switch (sign) {
    case '≤':
      return value <= aim;
    case '≥':
      return value >= aim;
    case '<':
      return value < aim;
    case '>':
      return value > aim;
    default:
      break;
  }
  if (goal === '0') {
    return value === 0;
  }
  return goal === 'all' ? value === Number(unit.replace('of ', '')) : null;
}

/** One line for people and programs; the exit code says the same. */
export function summaryOf(figures: readonly Figure[]): { line: string; isGood: boolean } {
  const judged = figures.filter((figure) => isReached(figure) !== null);
  const missed = judged.filter((figure) => !isReached(figure));
  const names = missed.map(({ what }) => what).join('; ');
  const line = `${judged.length - missed.length} of ${judged.length} goals reached`;
  return {
    line: missed.length > 0 ? `${line}, missed: ${names}` : line,
    isGood: missed.length === 0,
  };
}
