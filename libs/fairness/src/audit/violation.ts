/** Those of docs/architecture.md; `window`: nothing is given away while a sale is paused or closed. */
export type Invariant =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | 'window';

/** One rule broken once. `code` says which way it was broken, `detail` by whom and when. */
export interface Violation {
  invariant: Invariant;
  code: string;
  detail: string;
}

export type Report = (invariant: Invariant, code: string, detail: string) => void;

const PER_CODE_MAX = 100;

/** Collects violations; a fault that repeats a million times is told so often as `perCodeMax` says. */
export function createFindings(perCodeMax = PER_CODE_MAX) {
  let found: Violation[] = [];
  const counts = new Map<string, number>();
  const report: Report = (invariant, code, detail) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= perCodeMax) {
      found.push({ invariant, code, detail });
    }
  };
  return {
    report,
    take(): Violation[] {
      const taken = found;
      found = [];
      return taken;
    },
  };
}
