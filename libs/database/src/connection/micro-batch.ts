import { setImmediate as turn } from 'node:timers/promises';

/** Gathers calls while one batch is under way; `work` answers each of them, in order. */
export function microBatch<In, Out>(
  work: (batch: In[]) => Promise<Out[]>,
  max = 500,
): (input: In) => Promise<Out> {
  interface Call {
    input: In;
    resolve(out: Out): void;
    reject(error: unknown): void;
  }
  const queue: Call[] = [];
  let running = false;

  async function run(): Promise<void> {
    await turn();
    while (queue.length > 0) {
      const batch = queue.splice(0, max);
      try {
        const outs = await work(batch.map((call) => call.input));
        batch.forEach((call, at) => {
          call.resolve(outs[at] as Out);
        });
      } catch (error) {
        for (const call of batch) {
          call.reject(error);
        }
      }
    }
    running = false;
  }

  return (input) =>
    new Promise<Out>((resolve, reject) => {
      queue.push({ input, resolve, reject });
      if (!running) {
        running = true;
        void run();
      }
    });
}
