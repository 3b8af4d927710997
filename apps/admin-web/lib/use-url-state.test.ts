import { expect, test } from 'vitest';
import { readState, writeState } from './use-url-state.ts';

const defaults = { tab: 'all', q: '', page: '1' };

test('a list looks the same for a colleague who opens its address', () => {
  const state = { tab: 'live', q: 'shoes & socks', page: '3' };
  expect(readState(writeState(state, defaults), defaults)).toEqual(state);
});

test('a plain list has a plain address, and strange parameters change nothing', () => {
  expect(writeState(defaults, defaults)).toBe('');
  expect(readState('tab=live&evil=1', defaults)).toEqual({ ...defaults, tab: 'live' });
});
