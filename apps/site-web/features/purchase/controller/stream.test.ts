import { createServerClock, createStore } from '@flash/web';
import { afterEach, expect, test, vi } from 'vitest';
import type { ShopApi } from '../../../lib/shop/shop-api.ts';
import { nothingYet, reduce } from '../state/purchase.ts';
import { createStream, createTabs } from './stream.ts';

afterEach(() => vi.unstubAllGlobals());

test('a page where streams do not exist polls: it asks for no lock and throws nothing', () => {
  const asked: string[] = [];
  const request = async (name: string) => asked.push(name);
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('EventSource', undefined);
  const store = createStore(reduce, nothingYet);
  const shop = { base: 'http://api.test' } as ShopApi;
  const stream = createStream({ shop, saleId: 's1', store, clock: createServerClock() });
  stream.follow(true);
  expect(asked).toEqual([]);
  expect(stream.isOpen()).toBe(false);
  stream.follow(false);
});

function tab(about: string) {
  const heard: string[] = [];
  const tabs = createTabs<string>(
    () => about,
    (news) => heard.push(news),
  );
  tabs.listen(true);
  return { heard, ...tabs };
}

test('tells the other tabs of the same place, and nobody else', async () => {
  const [leader, follower, other] = [tab('s1 ada'), tab('s1 ada'), tab('s1 bob')];
  leader.tell('your turn');
  await vi.waitFor(() => expect(follower.heard).toEqual(['your turn']));
  expect(leader.heard).toEqual([]);
  expect(other.heard).toEqual([]);
  for (const { listen } of [leader, follower, other]) {
    listen(false);
  }
});
