import { expect, test } from 'vitest';
import { createMemory, keepAddress, keptAddress } from './storage.ts';

const HOUR = 3_600_000;
const [first, second] = ['65f0000000000000000000a1', '65f0000000000000000000a2'];

function memory(stored: Record<string, string> = {}) {
  const methods = {
    getItem: (name: string) => stored[name] ?? null,
    setItem: (name: string, value: string) => {
      stored[name] = value;
    },
    removeItem: (name: string) => {
      delete stored[name];
    },
  };
  // As in a browser, the stored names are the own keys of the storage.
  const storage = new Proxy(stored, {
    get: (_, name) => methods[name as keyof typeof methods],
  });
  return { kept: createMemory(() => storage as unknown as Storage), stored };
}

test('the address of a guest outlives a reload, and is dropped a day after its last use', () => {
  const { kept, stored } = memory();
  keepAddress(kept, first, 'ada@example.org', 0);
  expect(keptAddress(kept, first, 23 * HOUR)).toBe('ada@example.org');
  expect(keptAddress(kept, first, 46 * HOUR)).toBe('ada@example.org');
  expect(keptAddress(kept, first, 70 * HOUR)).toBe('');
  expect(stored).toEqual({});
});

test('addresses of other sales are dropped too, also those that an earlier version stored without an end', () => {
  const { kept, stored } = memory({ [`flash.email.${second}`]: 'eve@example.org', lang: 'de' });
  keepAddress(kept, first, 'ada@example.org', 0);
  expect(keptAddress(kept, second, HOUR)).toBe('eve@example.org');
  expect(keptAddress(kept, 'another', 26 * HOUR)).toBe('');
  expect(stored).toEqual({ lang: 'de' });
});
