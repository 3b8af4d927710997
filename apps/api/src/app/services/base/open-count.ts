/** Counts what is open at the same time, by key. */
export function createOpenCount(max: number) {
  const open = new Map<string, number>();

  return {
    /** Null when the key has its maximum open; else what closes it, once. */
    open(key: string): (() => void) | null {
      const count = open.get(key) ?? 0;
      if (count >= max) return null;
      open.set(key, count + 1);
      let closed = false;
      return () => {
        if (closed) return;
        closed = true;
        const left = (open.get(key) ?? 1) - 1;
        if (left > 0) open.set(key, left);
        else open.delete(key);
      };
    },
  };
}
