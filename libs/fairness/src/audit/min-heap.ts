/** Smallest number first. Places come mostly in rising order, which costs one comparison each. */
export function createMinHeap() {
  const items: number[] = [];
  const at = (i: number): number => items[i] ?? Number.POSITIVE_INFINITY;

  function swap(i: number, j: number): void {
    const kept = at(i);
    items[i] = at(j);
    items[j] = kept;
  }

  return {
    peek: (): number | null => items[0] ?? null,
    push(value: number): void {
      let i = items.push(value) - 1;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        if (at(parent) <= value) {
          return;
        }
        swap(i, parent);
        i = parent;
      }
    },
    pop(): void {
      const last = items.pop();
      if (last === undefined || items.length === 0) {
        return;
      }
      items[0] = last;
      for (let i = 0; ; ) {
        const left = 2 * i + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(child) >= at(i)) {
          return;
        }
        swap(i, child);
        i = child;
      }
    },
    clear(): void {
      items.length = 0;
    },
  };
}
