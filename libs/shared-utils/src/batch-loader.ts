export interface BatchOptions {
  /** Keys of one call. */
  max?: number;
  /** Before the first of several calls: waits for more keys. Without it the first key is loaded at once. */
  gather?: () => Promise<unknown>;
}

/**
 * One call at a time: keys that are asked for while it runs share the next one, each named once. So an answer
 * is never older than its question. `load` gives an answer for each of its keys, in their order; an Error
 * among them rejects that key only.
 */
export function createBatchLoader<Key, Value>(
  load: (keys: Key[]) => Promise<readonly (Value | Error)[]>,
  { max = 500, gather }: BatchOptions = {},
): (key: Key) => Promise<Value> {
  interface Call {
    key: Key;
    resolve(value: Value): void;
    reject(error: unknown): void;
  }
  let waiting: Call[] = [];
  let isRunning = false;

  return (key) =>
    new Promise<Value>((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!isRunning) {
        void run();
      }
    });

  async function run(): Promise<void> {
    isRunning = true;
    // Without it the first key is loaded in this very turn.
    if (gather) {
      await gather();
    }
    while (waiting.length > 0) {
      const batch = waiting.slice(0, max);
      waiting = waiting.slice(max);
      await answer(batch);
    }
    isRunning = false;
  }

  async function answer(batch: Call[]): Promise<void> {
    try {
      const keys = [...new Set(batch.map(({ key }) => key))];
      const values = await load(keys);
      const byKey = new Map(keys.map((key, at) => [key, values[at] as Value | Error]));
      for (const { key, resolve, reject } of batch) {
        const value = byKey.get(key) as Value | Error;
        if (value instanceof Error) {
          reject(value);
        } else {
          resolve(value);
        }
      }
    } catch (error) {
      for (const { reject } of batch) {
        reject(error);
      }
    }
  }
}
