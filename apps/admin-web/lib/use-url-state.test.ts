import { expect, test } from 'vitest';
import { createWrites, readState, writeState } from './use-url-state.ts';

const defaults = { tab: 'all', q: '', page: '1' };

test('the state of a list survives a round trip through its address', () => {
  const state = { tab: 'live', q: 'shoes & socks', page: '3' };
  expect(readState(writeState(state, defaults), defaults)).toEqual(state);
});

test('default values stay out of the address, and unknown parameters are ignored', () => {
  expect(writeState(defaults, defaults)).toBe('');
  expect(readState('tab=live&evil=1', defaults)).toEqual({ ...defaults, tab: 'live' });
});

test('a change is made to what was written last, although the page still draws what was written before it', () => {
  const writes = createWrites();
  writes.drew('');
  expect(writes.latest()).toBeNull();
  writes.wrote('tab=drafts');
  writes.wrote('tab=drafts&sort=name');
  writes.drew('tab=drafts');
  writes.drew('tab=drafts');
  expect(writes.latest()).toBe('tab=drafts&sort=name');
  writes.drew('tab=drafts&sort=name');
  expect(writes.latest()).toBeNull();
});

test('going back ends what was written and never drawn', () => {
  const writes = createWrites();
  writes.drew('tab=drafts');
  writes.wrote('tab=drafts&q=lamp');
  writes.drew('');
  expect(writes.latest()).toBeNull();
});
