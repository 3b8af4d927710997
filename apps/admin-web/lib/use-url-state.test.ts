import { expect, test } from 'vitest';
import { readState, writeState } from './use-url-state.ts';

const defaults = { tab: 'all', q: '', page: '1' };

test('the state of a list survives a round trip through its address', () => {
  const state = { tab: 'live', q: 'shoes & socks', page: '3' };
  expect(readState(writeState(state, defaults), defaults)).toEqual(state);
});

test('default values stay out of the address, and unknown parameters are ignored', () => {
  expect(writeState(defaults, defaults)).toBe('');
  expect(readState('tab=live&evil=1', defaults)).toEqual({ ...defaults, tab: 'live' });
});
