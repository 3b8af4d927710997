import { randomBytes } from 'node:crypto';
import type { Sale } from '@flash/database';
import {
  checkChain,
  createLeaves as createPublicLeaves,
  genesisHash,
  genesisOf,
  type LogEntry,
  leafNonce,
  leafOf,
} from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { ChainError, createBlockCodec, createLeafHasher } from './block-codec.ts';

const sale = { id: 'a'.repeat(24), leafKey: randomBytes(32).toString('base64url') } as Sale;
const join = (n: number, buyer: string): LogEntry => {
  return { n, at: 1_000 + n, type: 'join', seq: 1_000_000_000 + n, buyer, late: false };
};

describe('leaves', () => {
  test('are those that a buyer computes from the ticket', () => {
    const leafFor = createLeafHasher().of(sale);
    for (let i = 0; i < 200; i += 1) {
      const buyer = randomBytes(1 + (i % 24)).toString('hex');
      expect(leafFor(buyer)).toBe(leafOf(leafNonce(sale, buyer), sale.id, buyer));
    }
  });
});

describe('the codec', () => {
  const codec = createBlockCodec();
  const first = codec.encode({ sale, epoch: 1, last: null, entries: [join(1, 'ada')] });
  const second = codec.encode({ sale, epoch: 1, last: first, entries: [join(2, 'bob')] });
  const seal = codec.encode({ sale, epoch: 2, last: second, entries: [] });

  test('writes a chain that anyone can check', () => {
    const verdict = checkChain([first, second, seal], { genesis: genesisHash(sale) });
    expect(verdict).toMatchObject({ kind: 'whole', blocks: 3 });
    expect(seal).toMatchObject({ from: 3, to: 2, b: 2 });
  });

  test('says in the first block by which rules the chain was begun, and in no other', () => {
    expect(first.genesis).toEqual(genesisOf(sale));
    expect(second).not.toHaveProperty('genesis');
  });

  test('dates a block by its last entry, and one without entries by the moment it is made', () => {
    expect([first.at, second.at]).toEqual([1_001, 1_002]);
    expect(Math.abs(seal.at - Date.now())).toBeLessThan(60_000);
  });

  test('carries the totals on, and goes without where an older chain had none', () => {
    expect(seal.totals).toMatchObject({ joined: 2, waiting: 2 });
    const { totals: _none, ...old } = second;
    expect(codec.encode({ sale, epoch: 2, last: old, entries: [] })).not.toHaveProperty('totals');
  });

  test('reads what it wrote, and a forgotten person as a leaf', () => {
    expect(codec.decode(sale, second, first)).toEqual([join(2, 'bob')]);
    const [leaf] = second.people;
    const forgotten = codec.decode(sale, { ...second, people: [] }, first);
    expect(forgotten).toEqual([join(2, leaf?.leaf ?? '')]);
  });

  test('keeps where a buyer joined from beside the entry, out of the hash, and forgets it with the buyer', () => {
    const from = { ...join(3, 'cy'), network: 'wide.narrow' } as LogEntry;
    const entries = [from, { ...join(4, 'cy'), network: 'second' } as LogEntry, join(5, 'dan')];
    const block = codec.encode({ sale, epoch: 1, last: second, entries });
    const plain = entries.map((entry) => ({ ...entry, network: undefined }) as LogEntry);
    expect(block.hash).toBe(codec.encode({ sale, epoch: 1, last: second, entries: plain }).hash);
    expect(JSON.stringify(block.entries)).not.toContain('narrow');
    expect(codec.decode(sale, block, second)).toEqual(entries);
    const [cy, dan] = block.people;
    expect(dan).not.toHaveProperty('joins');
    const forgotten = { ...block, people: block.people.slice(1) };
    expect(JSON.stringify(codec.decode(sale, forgotten, second))).not.toContain('narrow');
    expect(cy?.joins).toHaveLength(2);
  });

  test('adds nothing to an entry that was written without a network, nor to one that is no join', () => {
    const left: LogEntry = {
      n: 4,
      at: 1_004,
      type: 'leave',
      buyer: 'cy',
      seq: 1_000_000_003,
      unit: null,
    };
    const entries = [join(3, 'cy'), left];
    const block = codec.encode({ sale, epoch: 1, last: second, entries });
    expect(codec.decode(sale, block, second)).toStrictEqual(entries);
    const people = block.people.map((one) => ({ ...one, joins: [{ n: 4, network: 'any' }] }));
    expect(codec.decode(sale, { ...block, people }, second)).toStrictEqual(entries);
  });

  test('refuses a chain in which a place was moved to another person', () => {
    const people = second.people.map(({ leaf }) => ({ leaf, buyer: 'eve' }));
    expect(() => codec.decode(sale, { ...second, people }, first)).toThrow(ChainError);
    const entries = second.entries.map((text) => text.replace('1000000002', '1000000000'));
    expect(() => codec.decode(sale, { ...second, entries }, first)).toThrow(ChainError);
    expect(() => codec.decode(sale, second, null)).toThrow(ChainError);
  });
});

const saleAt = (i: number) => ({ id: `sale${i}`, leafKey: `key ${i}` });

test('the leaves kept in memory are bounded over all sales, not for each of them', () => {
  const leaves = createLeafHasher(1_000);
  for (let i = 0; i < 50; i += 1) {
    const leafOf = leaves.of(saleAt(i));
    for (let buyer = 0; buyer < 100; buyer += 1) {
      leafOf(`b${buyer}`);
    }
    expect(leaves.size()).toBeLessThanOrEqual(1_000);
  }
});

test('a sale that is larger than the bound, or was forgotten in between, has the same leaves', () => {
  const leaves = createLeafHasher(10);
  const leafOf = leaves.of(saleAt(1));
  const right = createPublicLeaves(saleAt(1));
  for (let buyer = 0; buyer < 25; buyer += 1) {
    expect(leafOf(`b${buyer}`)).toBe(right.leafOf(`b${buyer}`));
    if (buyer === 20) {
      leaves.forget('sale1');
    }
  }
  expect(leaves.size()).toBeLessThanOrEqual(10);
});

test('a buyer who is met again takes no more room', () => {
  const leaves = createLeafHasher(10);
  const leafOf = leaves.of(saleAt(1));
  expect([leafOf('ada'), leaves.of(saleAt(1))('ada')]).toEqual([leafOf('ada'), leafOf('ada')]);
  expect(leaves.size()).toBe(1);
});

test('only the sale that was not used for longest makes room, and not before there is none', () => {
  const leaves = createLeafHasher(10);
  for (const [sale, buyers] of [
    [1, 4],
    [2, 6],
  ] as const) {
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      leaves.of(saleAt(sale))(`b${buyer}`);
    }
  }
  expect(leaves.size()).toBe(10);
  leaves.of(saleAt(1))('b0');
  leaves.of(saleAt(3))('b0');
  expect(leaves.size()).toBe(5);
});

test('a sale that is forgotten takes no room, and one that was never met is none to forget', () => {
  const leaves = createLeafHasher(10);
  leaves.of(saleAt(1))('ada');
  leaves.forget('sale2');
  expect(leaves.size()).toBe(1);
  leaves.forget('sale1');
  expect(leaves.size()).toBe(0);
});
