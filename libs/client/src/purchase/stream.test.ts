import { places } from '@flash/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ShopApi } from '../api/shop-api.ts';
import { createServerClock } from '../server-clock.ts';
import { createStore } from '../store.ts';
import { initialPurchase, reduce } from './purchase.ts';
import { createFetchStream, createStream, createTabChannel, RETRY_MS } from './stream.ts';

const { held, waiting } = places;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const depsOf = () => ({
  shop: { base: 'http://api.test' } as ShopApi,
  saleId: 's1',
  store: createStore(reduce, initialPurchase),
  clock: createServerClock(),
});

test('a page without EventSource requests no lock and throws nothing', () => {
  const asked: string[] = [];
  const request = async (name: string) => asked.push(name);
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('EventSource', undefined);
  const stream = createStream(depsOf());
  stream.follow(true);
  expect(asked).toEqual([]);
  expect(stream.isOpen()).toBe(false);
  stream.follow(false);
});

function tab(topic: string) {
  const received: string[] = [];
  const tabs = createTabChannel<string>(
    () => topic,
    (body) => received.push(body),
  );
  tabs.setListening(true);
  return { received, ...tabs };
}

test('a message reaches the other tabs of the same place and no other tab', async () => {
  const [leader, follower, other] = [tab('s1 ada'), tab('s1 ada'), tab('s1 bob')];
  leader.broadcast('your turn');
  await vi.waitFor(() => expect(follower.received).toEqual(['your turn']));
  expect(leader.received).toEqual([]);
  expect(other.received).toEqual([]);
  for (const { setListening } of [leader, follower, other]) {
    setListening(false);
  }
});

/** A browser: what its pages opened, and the lock that one page at a time has. */
function browser() {
  const opened: Source[] = [];
  class Source extends EventTarget {
    static readonly CLOSED = 2;
    static readonly OPEN = 1;
    readyState = 1;
    readonly url: string;
    readonly init: unknown;
    constructor(url: URL, init: unknown) {
      super();
      this.url = String(url);
      this.init = init;
      opened.push(this);
    }
    close() {
      this.readyState = 2;
    }
    tell(data: string, type = 'state') {
      this.dispatchEvent(new MessageEvent(type, { data }));
    }
    end() {
      this.close();
      this.dispatchEvent(new Event('error'));
    }
  }
  let isTaken = false;
  const request = async (
    _: string,
    __: object,
    use: (lock: object | null) => Promise<void> | undefined,
  ) => {
    if (isTaken) {
      return use(null);
    }
    isTaken = true;
    await use({});
    isTaken = false;
  };
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('navigator', { locks: { request } });
  return opened;
}

describe('a stream that a browser opens', () => {
  test('is open in one tab only, tells all tabs of the place, and is taken over when that tab is closed', async () => {
    const opened = browser();
    const [first, second] = [depsOf(), depsOf()];
    const [leader, follower] = [createStream(first), createStream(second)];
    leader.follow(true);
    follower.follow(true);
    expect(opened.map(({ url, init }) => [url, init])).toEqual([
      ['http://api.test/orders/stream?flashSaleId=s1', { withCredentials: true }],
    ]);
    expect([leader.isOpen(), follower.isOpen()]).toEqual([true, false]);
    opened[0]?.tell(JSON.stringify(held()));
    expect(first.store.get().place).toEqual(held());
    await vi.waitFor(() => expect(second.store.get().place).toEqual(held()));
    leader.follow(false);
    expect(leader.isOpen()).toBe(false);
    await vi.waitFor(() => {
      follower.follow(true);
      expect(follower.isOpen()).toBe(true);
    });
    follower.follow(false);
    expect(opened.map(({ readyState }) => readyState)).toEqual([2, 2]);
  });

  test('leaves the place as it is when a message of it cannot be read', () => {
    const opened = browser();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const deps = depsOf();
    const stream = createStream(deps);
    stream.follow(true);
    for (const data of ['{"state":', '17', 'null', '{}']) {
      opened[0]?.tell(data, 'message');
    }
    expect(deps.store.get().place).toBeNull();
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    stream.follow(false);
  });

  test('that the server ended is asked for again ten seconds later, also by a device whose clock was set back meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const opened = browser();
    const stream = createStream(depsOf());
    stream.follow(true);
    opened[0]?.end();
    expect(stream.isOpen()).toBe(false);
    // The lock is free in the next turn of the loop.
    await new Promise((resolve) => setTimeout(resolve));
    vi.advanceTimersByTime(RETRY_MS - 1_000);
    stream.follow(true);
    expect(opened).toHaveLength(1);
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(1_001);
    stream.follow(true);
    expect(opened).toHaveLength(2);
    stream.follow(false);
  });
});

describe('a stream of a place that a header proves', () => {
  /** An API whose answers the test writes. */
  function api(status = 200) {
    const requests: { url: string; signal: AbortSignal | null | undefined }[] = [];
    let writer: ReadableStreamDefaultController<Uint8Array> | undefined;
    const send = (async (url: URL, init?: RequestInit) => {
      requests.push({ url: String(url), signal: init?.signal });
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          writer = controller;
          init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        },
      });
      return new Response(status === 200 ? body : null, { status });
    }) as typeof fetch;
    const tell = (data: unknown) =>
      writer?.enqueue(new TextEncoder().encode(`event: state\ndata: ${JSON.stringify(data)}\n\n`));
    return { send, requests, tell, end: () => writer?.close() };
  }

  test('tells the place as it changes, and its request ends when it is no longer wanted', async () => {
    const { send, requests, tell } = api();
    const deps = depsOf();
    const stream = createFetchStream(deps, send);
    stream.follow(true);
    stream.follow(true);
    await vi.waitFor(() => expect(stream.isOpen()).toBe(true));
    tell(waiting(2, 1));
    tell(held(2));
    await vi.waitFor(() => expect(deps.store.get().place).toEqual(held(2)));
    stream.follow(false);
    expect(stream.isOpen()).toBe(false);
    expect(requests.map(({ url, signal }) => [url, signal?.aborted])).toEqual([
      ['http://api.test/orders/stream?flashSaleId=s1', true],
    ]);
  });

  test.each([
    ['ends', 200],
    ['refuses because the turn is far', 204],
  ] as const)('that the server %s is asked for again after ten seconds', async (_, status) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const { send, requests, end } = api(status);
    const stream = createFetchStream(depsOf(), send);
    stream.follow(true);
    await vi.waitFor(() => expect(stream.isOpen()).toBe(status === 200));
    if (status === 200) {
      end();
    }
    await vi.waitFor(() => expect(stream.isOpen()).toBe(false));
    await new Promise((resolve) => setTimeout(resolve));
    stream.follow(true);
    vi.advanceTimersByTime(RETRY_MS - 1_000);
    stream.follow(true);
    expect(requests).toHaveLength(1);
    vi.advanceTimersByTime(1_001);
    stream.follow(true);
    expect(requests).toHaveLength(2);
    stream.follow(false);
  });
});
