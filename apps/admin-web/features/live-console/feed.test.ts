import type { Answer } from '@flash/client';
import type { QueueOverview } from '@flash/shared-types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConsoleEvent } from './console.ts';
import { createFeed } from './feed.ts';
import { anOverview } from './overview.fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const answered = (value: QueueOverview): Answer<QueueOverview> => ({
  ...{ ok: true, value, status: 200, startedAt: 0 },
});
const refused = (retryAfterMs: number | null) =>
  ({ ok: false, refusal: { status: 503, retryAfterMs } }) as Answer<QueueOverview>;

function aFeed(answer: () => Answer<QueueOverview> = () => answered(anOverview({ sold: 2 }))) {
  const listeners: Record<string, (event: MessageEvent<string>) => void> = {};
  const sent: ConsoleEvent[] = [];
  const counts = { opened: 0, closed: 0, polled: 0 };
  const feed = createFeed({
    open: () => {
      counts.opened += 1;
      return {
        addEventListener: (name, listener) => {
          listeners[name] = listener;
        },
        close: () => {
          counts.closed += 1;
        },
      };
    },
    poll: async () => {
      counts.polled += 1;
      return answer();
    },
    send: (event) => sent.push(event),
  });
  const push = (name: string, data: string) => listeners[name]?.({ data } as MessageEvent<string>);
  return {
    feed,
    sent,
    counts,
    push,
    pushCounts: () => push('counts', JSON.stringify({ ...anOverview(), kind: 'counts' })),
    fail: () => push('error', ''),
    channel: () => sent.findLast((event) => event.type === 'channel'),
  };
}

test('the feed does not poll while the stream sends', async () => {
  const page = aFeed();
  page.feed.start();
  for (let second = 0; second < 60; second += 1) {
    page.pushCounts();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(page.counts).toEqual({ opened: 1, closed: 0, polled: 0 });
  expect(page.channel()).toEqual({ type: 'channel', channel: 'stream' });
});

test('without a stream the feed polls, and reconnects at growing intervals', async () => {
  const page = aFeed();
  page.feed.start();
  for (let second = 0; second < 60; second += 1) {
    page.fail();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(page.channel()).toEqual({ type: 'channel', channel: 'poll' });
  expect(page.sent.filter(({ type }) => type === 'counts').length).toBeGreaterThan(20);
  expect(page.counts.opened).toBeGreaterThan(4);
  expect(page.counts.opened).toBeLessThan(16);
});

test('the feed returns to the stream after a failure', async () => {
  const page = aFeed();
  page.feed.start();
  page.fail();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(page.counts.opened).toBe(2);
  page.pushCounts();
  expect(page.channel()).toEqual({ type: 'channel', channel: 'stream' });
});

test('an open stream that sends nothing is replaced', async () => {
  const page = aFeed();
  page.feed.start();
  await vi.advanceTimersByTimeAsync(13_000);
  expect(page.counts.closed).toBeGreaterThan(0);
  expect(page.counts.polled).toBeGreaterThan(2);
});

test('a refusal is reported, and the next poll waits as long as the API asked', async () => {
  const page = aFeed(() => refused(20_000));
  page.feed.start();
  page.fail();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(page.counts.polled).toBe(1);
  expect(page.sent.some(({ type }) => type === 'refused')).toBe(true);
});

test('messages that are not events are ignored', () => {
  const page = aFeed();
  page.feed.start();
  page.push('counts', 'not json');
  page.push('counts', '"text"');
  expect(page.sent.filter(({ type }) => type === 'counts')).toEqual([]);
});

test('a stopped feed leaves no timer and no request', async () => {
  const page = aFeed();
  page.feed.start();
  page.fail();
  page.feed.stop();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.counts).toMatchObject({ opened: 1, polled: 0 });
});
