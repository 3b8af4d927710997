/**
 * One call at a time: what is asked while it runs is gathered into the next one. Nobody waits for
 * company when nothing is under way, and an answer is never older than its question. `run` gives
 * back how to find the answer to a key; that may throw for one key without failing the others.
 */
export function createGather<Key, Value>(
  run: (keys: Key[]) => Promise<(key: Key) => Value>,
  maxKeys = 500,
): (key: Key) => Promise<Value> {
  interface Asked {
    key: Key;
    resolve(value: Value): void;
    reject(error: unknown): void;
  }
  let waiting: Asked[] = [];
  let running = false;

  return (key) =>
    new Promise<Value>((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!running) {
        void work();
      }
    });

  async function work(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxKeys);
      waiting = waiting.slice(maxKeys);
      await answer(batch);
    }
    running = false;
  }

  async function answer(batch: Asked[]): Promise<void> {
    try {
      const find = await run([...new Set(batch.map((asked) => asked.key))]);
      for (const asked of batch) {
        settle(asked, find);
      }
    } catch (error) {
      for (const asked of batch) {
        asked.reject(error);
      }
    }
  }

  function settle(asked: Asked, find: (key: Key) => Value): void {
    try {
      asked.resolve(find(asked.key));
    } catch (error) {
      asked.reject(error);
    }
  }
}
