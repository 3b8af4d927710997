/**
 * How many pages may be rendered: the plain page costs a render for each request, and must not take
 * the machine from the static one. Filled by time, up to a burst.
 */
export function createAllowance(perSecond: number, burst: number) {
  let left = burst;
  let at: number | null = null;
  return {
    take(now: number): boolean {
      left = Math.min(burst, left + ((now - (at ?? now)) / 1_000) * perSecond);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
