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
