/**
 * Does work once for all who ask for it at the same time, and gives its result to those who ask within
 * `keptMs` of its beginning. Other input begins anew. A failure is told to those who waited for it, and
 * not kept.
 */
export function createSharedWork<Input, Value>(
  work: (input: Input) => Promise<Value>,
  { keptMs, now = () => performance.now() }: { keptMs: number; now?: () => number },
): (input: Input) => Promise<Value> {
  let kept: { input: Input; value: Promise<Value>; until: number } | null = null;

  return (input) => {
    const at = now();
    if (kept && kept.input === input && at < kept.until) {
      return kept.value;
    }
    // While it runs it is shared however long it takes: slow engines must not be asked ever more often.
    const mine = { input, value: work(input), until: Number.POSITIVE_INFINITY };
    kept = mine;
    mine.value.then(
      () => {
        mine.until = at + keptMs;
      },
      () => {
        if (kept === mine) {
          kept = null;
        }
      },
    );
    return mine.value;
  };
}
