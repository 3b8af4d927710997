import { describe, expect, test } from 'vitest';
import { createAuditor } from './audit/auditor.ts';
import { canonicalEntry, numberOf, parseEntry } from './canonical.ts';
import {
  blockHash,
  type ChainBlock,
  checkChain,
  findPlace,
  genesisHash,
  genesisOf,
  isBegunUnder,
} from './chain.ts';
import type { LogEntry } from './entry.ts';
import { foldLog } from './fold.ts';
import { countWritable, mayWrite, peopleIn, readNamedValues } from './named-values.ts';

const leafOf = (buyer: string) => `<${buyer}>`;
const offer: LogEntry = {
  ...{ n: 2, at: 50, type: 'unknown', name: 'offer' },
  values: readNamedValues(
    '{"units":[3,4],"to":"@ada","note":"=for \\"two\\"","by":{"who":"@bob"}}',
  ),
};
const activate: LogEntry = { n: 1, at: 50, type: 'activate', epoch: 1, stock: 5 };
const rules = {
  ...{ id: 's', startingQuantity: 5, price: 1, currency: 'EUR', identity: 'guest', startsAt: 0 },
  ...{ endsAt: 9, lobbyOpensAt: 0, holdTtlSeconds: 9, fastPassPercent: 1, extensions: 1 },
  ...{ extensionSeconds: 1, honourHoldsAfterEnd: true },
};

function chainOf(entries: readonly LogEntry[], prev: string): ChainBlock {
  const page = { saleId: 's', epoch: 1, b: 0, from: 1, to: entries.length, prev };
  const texts = entries.map((entry) => canonicalEntry(entry, leafOf));
  return { ...page, entries: texts, hash: blockHash({ ...page, entries: texts }) };
}

describe('an entry of a type that this version does not know', () => {
  test('is kept with leaves where people were, has fixed bytes, and is read back', () => {
    const text = canonicalEntry(offer, leafOf);
    expect(text).toBe(
      '[2,2,50,"offer",{"by":{"who":"@<bob>"},"note":"=for \\"two\\"","to":"@<ada>","units":[3,4]}]',
    );
    expect(numberOf(text)).toBe(2);
    expect(parseEntry(text, (leaf) => leaf.slice(1, -1))).toEqual(offer);
    expect(canonicalEntry(parseEntry(text), (leaf) => leaf)).toBe(text);
    expect(offer.type === 'unknown' && peopleIn(offer.values)).toEqual(['bob', 'ada']);
  });

  test('is part of the chain, and its people find it there', () => {
    const block = chainOf([activate, offer], genesisHash(rules));
    expect(checkChain([block], { genesis: genesisHash(rules) })).toMatchObject({ kind: 'whole' });
    expect(findPlace([block], '<ada>')).toEqual([{ b: 0, n: 2, at: 50, type: 'offer' }]);
    const cut = { ...block, entries: [block.entries[0] ?? '', '[2,2,50,"offer",{}]'] };
    expect(checkChain([cut])).toMatchObject({ kind: 'broken', fault: 'hash' });
  });

  test('is passed over by the fold, which says when it can no longer tell the state', () => {
    const join: LogEntry = { n: 3, at: 51, type: 'join', seq: 7, buyer: 'ada', late: false };
    const seen: LogEntry = { ...offer, type: 'unknown', name: 'Seen', values: {} };
    const told = foldLog([activate, seen, join]);
    expect([told.n, told.waiting.size, [...told.unknown]]).toEqual([3, 1, []]);
    expect([...foldLog([activate, offer, join]).unknown]).toEqual(['offer']);
  });

  test('leads to no accusation: the auditor judges only what does not rest on it', () => {
    const auditor = createAuditor({ lateMs: 0, graceMs: 0 });
    const late: LogEntry = { n: 3, at: 99, type: 'claim', buyer: 'eve', fence: 9, attempt: 8 };
    for (const entry of [activate, offer, late]) {
      auditor.read(entry);
    }
    const sale = { ...rules, epoch: 1, stock: 5, currentQuantity: 4, adjusts: [], restoring: null };
    const snapshot = {
      ...{ epoch: 1, n: 3, stock: 5, free: 3, held: 2, claimed: 0, sold: 0, waiting: 0 },
      ...{ paused: false, closed: false, halted: '' },
    };
    const found = auditor.judge({ sale, snapshot, orders: [], now: 200 });
    expect(found.map(({ code }) => code)).toEqual(['WRONG_QUANTITY']);
  });

  test('is refused where a text does not say whether it is a person', () => {
    for (const json of ['{"to":"ada"}', '{"A b":1}', '[1]', '1', '{"x":["@a","b"]}']) {
      expect(() => readNamedValues(json), json).toThrow();
    }
    expect(() => parseEntry('[2,1,50,"of fer",{}]')).toThrow();
    expect(() => parseEntry('[3,1,50,"offer",{}]')).toThrow();
  });

  test('may be written only when every live process has announced that it can read it', () => {
    const old = { info: { worker: 'b6380de' } };
    const now = { info: { log: { version: 2, types: [] } } };
    const next = { info: { log: { version: 2, types: ['offer'] } } };
    expect([mayWrite('offer', [next]), mayWrite('offer', [next, now])]).toEqual([true, false]);
    expect([mayWrite('Seen', [next, now]), mayWrite('Seen', [next, old])]).toEqual([true, false]);
    const types = ['Seen', 'offer', 'Told'];
    const counts = [[next], [next, now], [next, now, old]].map((all) => countWritable(all, types));
    expect(counts).toEqual([3, 1, 0]);
  });
});

describe('the rules that a chain stands on', () => {
  test('are told from the first block by name, and later names do not disturb', () => {
    const genesis = { ...genesisOf(rules), lanes: 'two' };
    const prev = genesisHash(rules);
    expect(isBegunUnder({ prev, genesis: genesisOf(rules) }, rules)).toBe(true);
    expect(isBegunUnder({ prev, genesis }, rules)).toBe(false);
    expect(isBegunUnder({ prev, genesis: genesisOf(rules) }, { ...rules, price: 2 })).toBe(false);
    const forged = { ...chainOf([activate], prev), genesis };
    expect(checkChain([forged])).toEqual({ kind: 'broken', b: 0, fault: 'prev' });
  });

  test('of chains that were begun without names verify as before', () => {
    const prev = '60e4dd';
    expect(isBegunUnder({ prev: genesisHash(rules, 1) }, rules)).toBe(true);
    expect(isBegunUnder({ prev }, rules)).toBe(false);
    expect(genesisHash(rules, 1)).toMatchInlineSnapshot(
      `"c51e9d352a0bc08c4adb27724f58863acde415d04bb01bc738272bf9468fc597"`,
    );
  });
});
