import { createServerClock, createStore } from '@flash/web';
import { afterEach, expect, it, vi } from 'vitest';
import type { ShopApi } from '../../lib/shop-api.ts';
import { nothingYet } from './purchase.ts';
import { reduce } from './reduce.ts';
import { createStream } from './stream.ts';

afterEach(() => vi.unstubAllGlobals());

it('a page where streams do not exist polls: it asks for no lock and throws nothing', () => {
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
