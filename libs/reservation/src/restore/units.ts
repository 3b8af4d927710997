export interface UnitShares {
  unitTop: number;
  /** Units from here to `unitTop` were never handed out. */
  nextUnit: number;
  /** Free units below `nextUnit`. */
  free: number[];
  retired: { from: number; to: number }[];
  /** Unit of each wanted one, in the same order. */
  units: number[];
}

/**
 * Shares a sale's units anew: those that orders own, then one for each hold (the wanted one if
 * no other buyer has it), then free ones until the stock is reached; all others are retired. Fresh
 * units stay one range up to `unitTop`, which is what the scripts count on.
 */
export function shareUnits(input: {
  stock: number;
  unitTop: number;
  owned: ReadonlySet<number>;
  wanted: readonly number[];
}): UnitShares {
  const { stock, unitTop, owned, wanted } = input;
  const used = new Set(owned);
  const units = wanted.map((unit) => {
    if (unit < 1 || unit > unitTop || used.has(unit)) {
      return null;
    }
    used.add(unit);
    return unit;
  });
  let highest = 0;
  for (const unit of used) {
    highest = Math.max(highest, unit);
  }
  const needed = stock - used.size;
  const fresh = Math.min(needed, unitTop - highest);
  const gaps = divideGaps(used, highest, needed - fresh);
  let nextUnit = unitTop - fresh + 1;
  if (nextUnit > highest + 1) {
    gaps.retired.push({ from: highest + 1, to: nextUnit - 1 });
  }
  const moved = units.map((unit) => unit ?? gaps.free.shift() ?? nextUnit++);
  return { unitTop, nextUnit, free: gaps.free, retired: gaps.retired, units: moved };
}

/** Of the unused units below `highest` the first `count` are free, the others retired. */
function divideGaps(used: ReadonlySet<number>, highest: number, count: number) {
  const free: number[] = [];
  const retired: { from: number; to: number }[] = [];
  for (let unit = 1; unit < highest; unit++) {
    if (used.has(unit)) {
      continue;
    }
    if (free.length < count) {
      free.push(unit);
      continue;
    }
    const last = retired.at(-1);
    if (last && last.to === unit - 1) {
      last.to = unit;
    } else {
      retired.push({ from: unit, to: unit });
    }
  }
  return { free, retired };
}
