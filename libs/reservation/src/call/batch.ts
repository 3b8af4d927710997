import type { Unavailable } from '../outcomes.ts';
import type { BatchScript } from '../scripts.ts';
import type { Caller } from './call.ts';
import type { Reader } from './reply.ts';
import type { Argument } from './run-script.ts';

type Answer = Reader | Unavailable;

interface Waiting {
  args: readonly Argument[];
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Longer calls would make the other commands of the server wait. */
const TOGETHER_MAX = 100;

/**
 * Commands of one kind to one sale: those of one turn of the event loop share a call, in their order. None waits
 * for the answer to an earlier one. Each has an outcome of its own, and what is wrong with one is not told to others.
 */
export function createBatch(call: Caller, script: BatchScript) {
  let sales = new Map<string, Waiting[]>();

  return (saleId: string, args: readonly Argument[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (sales.size === 0) {
        setImmediate(send);
      }
      const waiting = sales.get(saleId);
      if (waiting) {
        waiting.push({ args, resolve, reject });
      } else {
        sales.set(saleId, [{ args, resolve, reject }]);
      }
    });

  function send(): void {
    const gathered = sales;
    sales = new Map();
    for (const [saleId, waiting] of gathered) {
      for (let from = 0; from < waiting.length; from += TOGETHER_MAX) {
        void sendTogether(saleId, waiting.slice(from, from + TOGETHER_MAX));
      }
    }
  }

  async function sendTogether(saleId: string, waiting: readonly Waiting[]): Promise<void> {
    try {
      const answers = await call.each(
        script,
        saleId,
        waiting.map(({ args }) => args),
      );
      for (const [at, { resolve, reject }] of waiting.entries()) {
        const answer = answers[at] ?? new TypeError('a script left a command unanswered');
        if (answer instanceof Error) {
          reject(answer);
        } else {
          resolve(answer);
        }
      }
    } catch (error) {
      for (const { reject } of waiting) {
        reject(error);
      }
    }
  }
}
