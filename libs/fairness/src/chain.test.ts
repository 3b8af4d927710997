import { describe, expect, test } from 'vitest';
import { canonicalEntry } from './canonical.ts';
import {
  blockHash,
  type ChainBlock,
  checkChain,
  createLeaves,
  findPlace,
  genesisHash,
  leafOf,
} from './chain.ts';
import { randomHistory } from './testing/audit-history.ts';

const rules = {
  id: 'sale1',
  startingQuantity: 10,
  price: 1_999,
  currency: 'EUR',
  identity: 'guest',
  startsAt: 1,
  endsAt: 2,
  lobbyOpensAt: 0,
  holdTtlSeconds: 900,
  fastPassPercent: 1,
  extensions: 1,
  extensionSeconds: 300,
  honourHoldsAfterEnd: true,
};
const genesis = genesisHash(rules);
const leaves = createLeaves({ id: rules.id, leafKey: 'key' });
const leafFor = leaves.leafOf;

/** Blocks of ten entries, and an empty one that seals an epoch after every third. */
function chain(): ChainBlock[] {
  const { entries } = randomHistory(5, 120);
  const lines = entries.map((entry) => canonicalEntry(entry, leafFor));
  const blocks: ChainBlock[] = [];
  let epoch = 1;
  const append = (from: number, part: string[]) => {
    const prev = blocks.at(-1)?.hash ?? genesis;
    const to = from + part.length - 1;
    const block = { saleId: 'sale1', epoch, b: blocks.length, from, to, prev, entries: part };
    blocks.push({ ...block, hash: blockHash(block) });
  };
  for (let at = 0; at < lines.length; at += 10) {
    append(at + 1, lines.slice(at, at + 10));
    if (blocks.length % 4 === 3) {
      epoch += 1;
      append(Math.min(at + 11, lines.length + 1), []);
    }
  }
  return blocks;
}

describe('the chain', () => {
  const blocks = chain();

  test('is whole with its seals, from the rules to the last block', () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(blocks.some((block) => block.entries.length === 0)).toBe(true);
    expect(checkChain(blocks, { genesis })).toMatchObject({ kind: 'whole', blocks: blocks.length });
    const after = blocks[3];
    expect(after && checkChain(blocks.slice(4), { after }).kind).toBe('whole');
  });

  test('stands on the rules', () => {
    const cheaper = genesisHash({ ...rules, price: 1 });
    expect(checkChain(blocks, { genesis: cheaper })).toEqual({
      kind: 'broken',
      b: 0,
      fault: 'prev',
    });
    for (const name of Object.keys(rules) as (keyof typeof rules)[]) {
      expect(genesisHash({ ...rules, [name]: 'other' }), name).not.toBe(genesis);
    }
  });

  const changed = (at: number, change: (block: ChainBlock) => Partial<ChainBlock>) =>
    blocks.map((block, i) => (i === at ? { ...block, ...change(block) } : block));
  const altered = (text: string, i: number) => (i === 4 ? text.replace(/\]$/, ',0]') : text);
  const rehashed = (block: ChainBlock, change: Partial<ChainBlock>) => {
    const next = { ...block, ...change };
    return { ...next, hash: blockHash(next) };
  };

  test.each<[string, string, number, () => ChainBlock[]]>([
    [
      'an entry changed',
      'hash',
      2,
      () => changed(2, (block) => ({ entries: block.entries.map(altered) })),
    ],
    [
      'an entry changed and hashed anew',
      'prev',
      3,
      () => changed(2, (block) => rehashed(block, { entries: block.entries.map(altered) })),
    ],
    [
      'two entries swapped',
      'entries',
      2,
      () =>
        changed(2, (block) =>
          rehashed(block, {
            entries: [block.entries[1] ?? '', block.entries[0] ?? '', ...block.entries.slice(2)],
          }),
        ),
    ],
    [
      'an entry dropped',
      'range',
      2,
      () => changed(2, (block) => rehashed(block, { entries: block.entries.slice(1) })),
    ],
    ['a block dropped', 'number', 3, () => blocks.filter((_, i) => i !== 2)],
    [
      'an older epoch that comes later',
      'epoch',
      5,
      () => changed(5, (block) => rehashed(block, { epoch: 0 })),
    ],
    [
      'a block of another sale',
      'sale',
      4,
      () => changed(4, (block) => rehashed(block, { saleId: 'sale2' })),
    ],
    [
      'a range that was moved',
      'range',
      4,
      () => changed(4, (block) => rehashed(block, { from: block.from + 1, to: block.to + 1 })),
    ],
  ])('shows %s', (_, fault, b, plant) => {
    expect(checkChain(plant(), { genesis })).toEqual({ kind: 'broken', b, fault });
  });

  test('lets only the holder of a ticket find the own place', () => {
    const found = findPlace(blocks, leafFor('b1'));
    expect(found[0]).toMatchObject({ type: 'join' });
    expect(found.length).toBeGreaterThan(1);
    for (const other of [
      { id: 'sale1', leafKey: 'wrong' },
      { id: 'sale2', leafKey: 'key' },
    ]) {
      expect(findPlace(blocks, createLeaves(other).leafOf('b1'))).toEqual([]);
    }
    // The ticket carries the nonce, so that its holder needs no key.
    expect(leafOf(leaves.nonceOf('b1'), 'sale1', 'b1')).toBe(leafFor('b1'));
    expect(JSON.stringify(blocks)).not.toContain('"b1"');
  });
});
