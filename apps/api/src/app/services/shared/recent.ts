import { patiently } from './patiently.ts';

/** One value that is read again when somebody asks for it and it is older than `staleMs`, by no clock that can be set. */
export interface Recent<T> {
  get(): Promise<T>;
  /** The next `get` reads again. */
  forget(): void;
}

export function createRecent<T extends object | null>(
  read: () => Promise<T>,
  staleMs: number,
): Recent<T> {
  let known: { value: T; at: number } | null = null;
  let reading: Promise<T> | null = null;

  return {
    async get() {
      if (known && performance.now() - known.at < staleMs) return known.value;
      reading ??= readAgain().finally(() => {
        reading = null;
      });
      return reading;
    },
    forget() {
      if (known) known.at = Number.NEGATIVE_INFINITY;
    },
  };

  async function readAgain(): Promise<T> {
    try {
      const value = await patiently(read());
      known = { value, at: performance.now() };
      return value;
    } catch (error) {
      if (!known) throw error;
      return known.value;
    }
  }
}
