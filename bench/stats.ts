/** The value below which `share` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Median of the slopes between all pairs of points: a few outliers do not bend it. */
export function slopeOf(points: readonly { x: number; y: number }[]): number {
  const slopes = points.flatMap((left, at) =>
    points.slice(at + 1).map((right) => (right.y - left.y) / (right.x - left.x)),
  );
  return median(slopes);
}

/**
 * Interval in which the median lies with 95 %: medians of samples that are drawn again from these.
 * `random` is given, so that the same samples have the same interval.
 */
export function medianInterval(
  samples: readonly number[],
  random: () => number,
  draws = 2_000,
): [low: number, high: number] {
  const medians = Array.from({ length: draws }, () =>
    median(samples.map(() => samples[Math.floor(random() * samples.length)] ?? Number.NaN)),
  );
  return [percentile(medians, 0.025), percentile(medians, 0.975)];
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

/** The value below which `share` of what was counted since `before` lies; between two bounds by a straight line. */
export function quantileOf(
  counts: ReadonlyMap<number, number>,
  before: ReadonlyMap<number, number>,
  share: number,
): number {
  const bounds = [...counts].sort(([left], [right]) => left - right);
  const within = bounds.map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const);
  const aim = share * (within.at(-1)?.[1] ?? 0);
  let [low, below] = [0, 0];
  for (const [bound, count] of within) {
    if (count >= aim && count > below) {
      return Number.isFinite(bound) ? low + ((bound - low) * (aim - below)) / (count - below) : low;
    }
    [low, below] = [bound, count];
  }
  return Number.NaN;
}

export interface Pair {
  a: Record<string, number>;
  b: Record<string, number>;
  /** Slowest ÷ fastest of the probes around the two blocks. */
  drift: number;
}

export interface PairVerdict {
  kept: number;
  /** Pairs in which the machine changed too much between the blocks. */
  dropped: number;
  /** b ÷ a of everything that was measured: the median of the pairs and its interval of 95 %. */
  ratios: { name: string; middle: number; low: number; high: number }[];
}

export function judgePairs(
  pairs: readonly Pair[],
  { driftMax, random }: { driftMax: number; random: () => number },
): PairVerdict {
  const kept = pairs.filter(({ drift }) => drift <= driftMax);
  const names = Object.keys(pairs[0]?.a ?? {});
  const ratios = names.map((name) => {
    const each = kept.map(({ a, b }) => (b[name] ?? Number.NaN) / (a[name] ?? Number.NaN));
    const [low, high] = medianInterval(each, random);
    return { name, middle: median(each), low, high };
  });
  return { kept: kept.length, dropped: pairs.length - kept.length, ratios };
}
