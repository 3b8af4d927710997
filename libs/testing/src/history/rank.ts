/** Counts members up to a number, each step in O(log n). The numbers that can occur are known before. */
export function createRanks(numbers: Iterable<number>) {
  const sorted = Float64Array.from(new Set(numbers)).sort();
  const places = new Map<number, number>();
  for (const [at, number] of sorted.entries()) {
    places.set(number, at + 1);
  }
  const sums = new Int32Array(sorted.length + 1);

  function change(number: number, by: 1 | -1): void {
    for (let at = places.get(number) ?? sums.length; at < sums.length; at += at & -at) {
      sums[at] = (sums[at] ?? 0) + by;
    }
  }

  return {
    add: (number: number) => change(number, 1),
    remove: (number: number) => change(number, -1),
    /** How many members are not greater than this one. */
    rankOf(number: number): number {
      let sum = 0;
      for (let at = places.get(number) ?? 0; at > 0; at -= at & -at) {
        sum += sums[at] ?? 0;
      }
      return sum;
    },
  };
}
