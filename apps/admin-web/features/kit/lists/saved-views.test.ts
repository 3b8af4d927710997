import { afterEach, expect, test, vi } from 'vitest';
import { keptViews, withoutAddresses } from './saved-views.tsx';

function createStore() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test('a member finds the own views again, and no other member does', () => {
  const store = createStore();
  keptViews(() => store, 'grace /orders').put({ name: 'Refunded', query: 'status=refunded' });
  const again = keptViews(() => store, 'grace /orders').read();
  expect(again).toEqual([{ name: 'Refunded', query: 'status=refunded' }]);
  expect(keptViews(() => store, 'alan /orders').read()).toEqual([]);
  expect(keptViews(() => store, 'grace /audit').read()).toEqual([]);
});

test('a view of the same name is replaced, a deleted one is gone, and twenty are kept', () => {
  const views = keptViews(createStore, 'x');
  expect(views.read()).toEqual([]);
  const store = createStore();
  const kept = keptViews(() => store, 'x');
  kept.put({ name: 'A', query: 'q=1' });
  expect(kept.put({ name: 'A', query: 'q=2' })).toEqual([{ name: 'A', query: 'q=2' }]);
  expect(kept.remove('A')).toEqual([]);
  for (let at = 1; at <= 25; at += 1) {
    kept.put({ name: `V${at}`, query: 'q=1' });
  }
  expect(kept.read().map(({ name }) => name)).toEqual(
    Array.from({ length: 20 }, (_, at) => `V${at + 6}`),
  );
});

afterEach(() => vi.restoreAllMocks());

test('views that cannot be read or kept leave the list as it is', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const store = createStore();
  store.items.set('views x', '{broken');
  expect(keptViews(() => store, 'x').read()).toEqual([]);
  store.items.set('views x', '[{"name":1},null,{"name":"A","query":"q=1"}]');
  expect(keptViews(() => store, 'x').read()).toEqual([{ name: 'A', query: 'q=1' }]);
  const closed = () => {
    throw new Error('no storage');
  };
  expect(keptViews(closed, 'x').put({ name: 'A', query: '' })).toHaveLength(1);
  expect(warn).toHaveBeenCalledTimes(3);
});

test('an address is no part of a view', () => {
  expect(withoutAddresses({ q: 'ada@example.org', status: 'paid', actor: '' })).toEqual({
    status: 'paid',
    actor: '',
  });
});
