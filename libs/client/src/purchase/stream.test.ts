import { afterEach, expect, test, vi } from 'vitest';
import type { ShopApi } from '../api/shop-api.ts';
import { createServerClock } from '../server-clock.ts';
import { createStore } from '../store.ts';
import { initialPurchase, reduce } from './purchase.ts';
import { createStream, createTabChannel } from './stream.ts';

afterEach(() => vi.unstubAllGlobals());

test('a page without EventSource requests no lock and throws nothing', () => {
  const asked: string[] = [];
  const request = async (name: string) => asked.push(name);
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('EventSource', undefined);
  const store = createStore(reduce, initialPurchase);
  const shop = { base: 'http://api.test' } as ShopApi;
  const stream = createStream({ shop, saleId: 's1', store, clock: createServerClock() });
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
