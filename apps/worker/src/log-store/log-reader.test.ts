import type { Block, Database, Sale } from '@flash/database';
import type { AuditedSnapshot, LogEntry } from '@flash/fairness';
import type { Engine } from '@flash/reservation';
import { expect, test } from 'vitest';
import { createBlockCodec } from './block-codec.ts';
import { openLogReader, readOn } from './log-reader.ts';

const window = { startsAt: 0, endsAt: 1e9 };
const sale = {
  ...{ id: 'a'.repeat(24), leafKey: 'key', version: 1, epoch: 1, stock: 9, currentQuantity: 9 },
  ...{ ...window, honourHoldsAfterEnd: true, adjusts: [], restoring: null },
} as unknown as Sale;
const codec = createBlockCodec();

/** A sale that opens and is joined by one buyer after another. */
const log: LogEntry[] = [
  { n: 1, at: 1, type: 'activate', epoch: 1, stock: 9 },
  ...Array.from({ length: 5 }, (_, i): LogEntry => {
    const n = i + 2;
    return { n, at: n, type: 'join', seq: 1_000_000_001 + i, buyer: `b${n}`, late: false };
  }),
];

const ofSale = { saleId: sale.id, epoch: 1 };

/** The first `stored` entries are in two blocks, and Redis has all that are not missing. */
function setup({ stored = 3, missing = 0, of = sale } = {}) {
  const first = codec.encode({ sale, epoch: 1, last: null, entries: log.slice(0, 1) });
  const second = codec.encode({ sale, epoch: 1, last: first, entries: log.slice(1, stored) });
  const blocks = {
    async *all(): AsyncGenerator<Block> {
      yield first;
      yield second;
    },
  };
  const engine = {
    readLog: async (_sale: string, from: number, count: number, epoch: number) =>
      epoch === 1 ? log.filter(({ n }) => n >= from && n !== missing).slice(0, count) : [],
  } as unknown as Engine;
  const deps = { engine, db: { blocks } as unknown as Database, codec };
  return { deps, open: () => openLogReader(deps, of, 0) };
}

test('a reader has read all stored blocks, and reads on up to the entry it is asked for and no further', async () => {
  const { deps, open } = setup();
  const reader = await open();
  expect([reader.auditor.fold.n, reader.epoch]).toEqual([3, 1]);
  expect(await readOn(deps, ofSale, reader, 3)).toBe(true);
  expect(await readOn(deps, ofSale, reader, 5)).toBe(true);
  expect([reader.auditor.fold.n, reader.auditor.fold.waiting.size]).toEqual([5, 4]);
  expect(await readOn(deps, ofSale, reader, 6)).toBe(true);
  expect(reader.auditor.fold.n).toBe(6);
});

test('a reader says when the log does not go on where it ends', async () => {
  const { deps, open } = setup({ missing: 4 });
  expect(await readOn(deps, ofSale, await open(), 5)).toBe(false);
  const behind = setup();
  expect(await readOn(behind.deps, ofSale, await behind.open(), 7)).toBe(false);
  const later = { ...ofSale, epoch: 2 };
  expect(await readOn(behind.deps, later, await behind.open(), 5)).toBe(false);
});

test.each([
  ['rules as it was opened with is judged by its window', 1, ['NOT_SERVED']],
  ['rules that were edited is not judged by a window that it did not have at first', 2, []],
])('a sale with %s', async (_what, version, codes) => {
  const { auditor } = await setup({ of: { ...sale, version } }).open();
  const snapshot: AuditedSnapshot = {
    ...{ epoch: 1, n: 3, stock: 9, free: 9, held: 0, claimed: 0, sold: 0, waiting: 2 },
    ...{ paused: false, closed: false, halted: '' },
  };
  const found = auditor.judge({ sale, snapshot, orders: [], now: 60_000 });
  expect(found.map(({ code }) => code)).toEqual(codes);
});
