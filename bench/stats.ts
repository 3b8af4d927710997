/** The value below which `share` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5);

export function perSecond(count: number, ms: number): number {
  return ms > 0 ? (count * 1_000) / ms : Number.NaN;
}

/** Rounds of arithmetic that take some 60 ms where nothing else runs. */
const ROUNDS = 40_000_000;

/** What the machine does besides: the time of always the same work, in ms. */
export function probeNoise(): number {
  const before = performance.now();
  let sum = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    sum = (sum + round) | 0;
  }
  return sum === 0.5 ? 0 : performance.now() - before;
}
