import type { Invariant, Violation } from '@flash/fairness';

export type ReportBreach = (invariant: Invariant, code: string, detail: string) => void;

const PER_CODE_MAX = 20;

/** Collects what was broken; what repeats a million times is told a few times. */
export function createBreaches() {
  const found: Violation[] = [];
  const counts = new Map<string, number>();
  const report: ReportBreach = (invariant, code, detail) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= PER_CODE_MAX) {
      found.push({ invariant, code, detail });
    }
  };
  return { found, report };
}
