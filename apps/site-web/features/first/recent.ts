/** Answers that are good for a short time, by key: one call for all who ask meanwhile, however many they are. */
export interface Recent<Value> {
  get(key: string): Promise<Value>;
}

interface Options {
  maxAgeMs: number;
  /** So many keys are kept; they come from addresses, which anyone can make up. */
  countMax: number;
  now: () => number;
}

export function createRecent<Value>(
  load: (key: string) => Promise<Value>,
  { maxAgeMs, countMax, now }: Options,
): Recent<Value> {
  const known = new Map<string, { value: Promise<Value>; until: number }>();

  return {
    get(key) {
      const kept = known.get(key);
      if (kept && now() < kept.until) {
        return kept.value;
      }
      known.delete(key);
      if (known.size >= countMax) {
        const [oldest = ''] = known.keys();
        known.delete(oldest);
      }
      // Until it has arrived it is shared; its age counts from the question.
      const until = now() + maxAgeMs;
      const entry = { value: load(key), until: Number.POSITIVE_INFINITY };
      known.set(key, entry);
      const settle = () => {
        entry.until = until;
      };
      entry.value.then(settle, settle);
      return entry.value;
    },
  };
}

/**
 * Which ids of an address are asked for: those that are known to name something always, others at a bounded rate,
 * so that made-up ones neither reach the API without limit nor keep real ones from it.
 */
export function createAdmission(countMax: number, others: { take(now: number): boolean }) {
  const known = new Set<string>();
  return {
    admits: (id: string, now: number) => known.has(id) || others.take(now),
    remember(id: string): void {
      if (known.size >= countMax && !known.has(id)) {
        const [oldest = ''] = known;
        known.delete(oldest);
      }
      known.add(id);
    },
  };
}
