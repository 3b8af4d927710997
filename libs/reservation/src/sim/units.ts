/** A sale's units as sets of numbers: the plain counterpart of inventory, fsu and fsur. */
export function createUnits(
  unitTop: number,
  from?: { nextUnit: number; unitsFree: number[]; unitsRetired: { from: number; to: number }[] },
) {
  let top = unitTop;
  let nextUnit = from?.nextUnit ?? 1;
  const returned = new Set(from?.unitsFree);
  const retired = new Set<number>();
  for (const range of from?.unitsRetired ?? []) {
    for (let unit = range.from; unit <= range.to; unit++) {
      retired.add(unit);
    }
  }
  const ascending = (units: Set<number>) => [...units].sort((a, b) => a - b);

  function retire(): void {
    const highest = ascending(returned).at(-1) ?? nextUnit++;
    returned.delete(highest);
    retired.add(highest);
  }

  function revive(): void {
    const highest = ascending(retired).at(-1);
    if (highest === undefined) {
      top += 1;
    } else {
      retired.delete(highest);
      if (highest === nextUnit - 1) {
        nextUnit = highest;
      } else {
        returned.add(highest);
      }
    }
  }

  return {
    free: () => returned.size + top - nextUnit + 1,
    next(k: number): number[] {
      const units = ascending(returned).slice(0, k);
      for (let unit = nextUnit; units.length < k; unit++) {
        units.push(unit);
      }
      return units;
    },
    take(unit: number): void {
      if (!returned.delete(unit)) {
        nextUnit += 1;
      }
    },
    giveBack: (unit: number) => returned.add(unit),
    /** Whether this unit is free. */
    isFree: (unit: number) => returned.has(unit) || (unit >= nextUnit && unit <= top),
    /** Takes a free unit out of its turn; fresh ones before it become returned ones. */
    takeAny(unit: number): void {
      if (returned.delete(unit)) {
        return;
      }
      for (; nextUnit < unit; nextUnit++) {
        returned.add(nextUnit);
      }
      nextUnit = unit + 1;
    },
    change(by: number): void {
      for (let i = 0; i < Math.abs(by); i++) {
        by < 0 ? retire() : revive();
      }
    },
  };
}
