import { monotonicNow } from '../server-clock.ts';
import { RETRY_MS, readPlace, type Stream, type StreamDeps } from './stream.ts';

/** The stream of a buyer who proves the place by a header, which the browser's EventSource cannot send. */
export function createFetchStream(deps: StreamDeps, send: typeof fetch): Stream {
  const { shop, saleId, store, clock } = deps;
  const url = new URL(`/orders/stream?flashSaleId=${encodeURIComponent(saleId)}`, shop.base);
  let reading: AbortController | null = null;
  let isOpen = false;
  let closedAt = Number.NEGATIVE_INFINITY;

  async function read(signal: AbortSignal): Promise<void> {
    const answer = await send(url, { headers: { accept: 'text/event-stream' }, signal });
    if (answer.status !== 200 || !answer.body) {
      return;
    }
    isOpen = true;
    for await (const data of eventsIn(answer.body)) {
      const place = readPlace(data);
      if (place) {
        clock.atLeast(place.serverNow);
        store.send({ type: 'place', place });
      }
    }
  }

  async function open(): Promise<void> {
    const own = new AbortController();
    reading = own;
    // A stream that is cut or refused is made up for by the polls, which go on all the time.
    await read(own.signal).catch(() => {});
    if (reading === own) {
      reading = null;
      isOpen = false;
      closedAt = monotonicNow();
    }
  }

  return {
    isOpen: () => isOpen,
    follow(wanted) {
      if (!wanted && reading) {
        reading.abort();
        reading = null;
        isOpen = false;
        closedAt = monotonicNow();
      }
      if (wanted && !reading && monotonicNow() - closedAt > RETRY_MS) {
        void open();
      }
    },
  };
}

/** The data of each server-sent event, however the network cuts them into pieces. */
export async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const frames = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const lines = frame.split(/\r?\n/).filter((line) => line.startsWith('data:'));
        if (lines.length > 0) {
          yield lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
