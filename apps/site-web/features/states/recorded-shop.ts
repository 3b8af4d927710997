import { routes, type ShopApi } from '@flash/client';
import type { Asked } from './recordings.ts';

/**
 * A shop that answers as it did when it was recorded: a call gets the next of its answers, and from then on the last
 * one again. A call that was not recorded stays unanswered. Nothing is sent.
 */
export function recordedShop(asked: readonly Asked[]): ShopApi {
  const calls = Object.keys(routes).map((name) => [
    name,
    answersOf(asked.filter(({ call }) => call === name)),
  ]);
  // An address that no picture of the gallery needs: their bytes are recorded.
  return { base: 'https://api.example.org', ...Object.fromEntries(calls) } as ShopApi;
}

function answersOf(recorded: readonly Asked[]): () => Promise<unknown> {
  let next = 0;
  return () => {
    const asked = recorded[Math.min(next, recorded.length - 1)];
    next += 1;
    return asked
      ? Promise.resolve({ ok: true, value: asked.answer, status: 200, startedAt: 0 })
      : new Promise(() => {});
  };
}
