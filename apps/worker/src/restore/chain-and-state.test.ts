import type { Block, Blocks, Database, Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Engine, SaleState } from '@flash/reservation';
import { describe, expect, test } from 'vitest';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { contains, differsFromLog, flushTail, foldBlocks, lastFull, seal } from './stored-chain.ts';

const sale = { id: 'a'.repeat(24), leafKey: 'key', epoch: 1 } as Sale;
const codec = createBlockCodec({ page: { entries: 2, names: 100 } });

const joins = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => {
    const n = from + i;
    return { n, at: n, type: 'join', seq: 1_000_000_000 + n, buyer: `b${n}`, late: false };
  });

/** One block for each list of entries, of these epochs. */
function chainOf(...parts: [entries: LogEntry[], epoch: number][]): Block[] {
  const blocks: Block[] = [];
  for (const [entries, epoch] of parts) {
    blocks.push(codec.encode({ sale, epoch, last: blocks.at(-1) ?? null, entries }));
  }
  return blocks;
}

async function* each(blocks: readonly Block[]) {
  yield* blocks;
}

const engineOf = (
  log: readonly LogEntry[],
  state: Partial<SaleState> | null = null,
  logEpoch = state?.epoch,
) =>
  ({
    readState: async () => state,
    readLog: async (_sale: string, from: number, count: number, epoch = logEpoch) =>
      epoch === logEpoch ? log.filter(({ n }) => n >= from).slice(0, count) : [],
  }) as unknown as Engine;

describe('a state has in it what was stored last', () => {
  const [first, second] = chainOf([joins(1, 2), 1], [joins(3, 4), 2]) as [Block, Block];
  const log = joins(1, 6);
  const adopt = (n: number, how: 'adopt' | 'rebuild', epoch: number): LogEntry => {
    return { n, at: n, type: 'adopt', epoch, how, mark: 0, stock: 1 };
  };
  const other = log.map((entry) => (entry.n === 4 ? { ...entry, buyer: 'eve' } : entry));

  test.each<[string, Block | null, Partial<SaleState>, LogEntry[], boolean]>([
    ['when nothing was stored', null, { epoch: 1, n: 0 }, [], true],
    ['when its log has the very entries', second, { epoch: 2, n: 6 }, log, true],
    ['when it ends with them', second, { epoch: 2, n: 4 }, joins(1, 4), true],
    ['not when it ends before', second, { epoch: 2, n: 3 }, log, false],
    ['not when it is of an older epoch', second, { epoch: 1, n: 6 }, log, false],
    ['not when an entry is another one', second, { epoch: 2, n: 6 }, other, false],
    ['not when entries are trimmed', second, { epoch: 2, n: 6 }, joins(4, 6), false],
    ['when it was rebuilt of them', first, { epoch: 3, n: 9 }, [adopt(3, 'rebuild', 3)], true],
    ['not when it was adopted', first, { epoch: 3, n: 9 }, [adopt(3, 'adopt', 3)], false],
    [
      'not when it was rebuilt in the same epoch',
      first,
      { epoch: 3, n: 9 },
      [adopt(3, 'rebuild', 1)],
      false,
    ],
    ['not when it was rebuilt of more', first, { epoch: 3, n: 9 }, [adopt(4, 'rebuild', 3)], false],
  ])('%s', async (_when, block, state, entries, expected) => {
    const engine = engineOf(entries);
    expect(await contains({ engine, codec }, sale, block, state as SaleState)).toBe(expected);
  });
});

describe('the last block with entries', () => {
  const find = async (blocks: Block[]) => {
    const asked: number[] = [];
    const from = (b: number) => {
      if (asked.includes(b)) {
        throw new Error(`asked twice for the blocks from ${b} on`);
      }
      asked.push(b);
      return each(blocks.slice(b));
    };
    return { found: await lastFull(from, blocks.at(-1) ?? null), asked };
  };
  const empty = (count: number) => Array<[LogEntry[], number]>(count).fill([[], 1]);

  test('is found behind any number of seals, by a few steps back', async () => {
    const blocks = chainOf([joins(1, 2), 1], [joins(3, 3), 1], ...empty(20));
    expect(await find(blocks)).toEqual({ found: blocks[1], asked: [13, 0] });
    const short = blocks.slice(0, 9);
    expect(await find(short)).toEqual({ found: blocks[1], asked: [0] });
    const near = chainOf(...empty(3), [joins(1, 2), 1], ...empty(8));
    expect(await find(near)).toEqual({ found: near[3], asked: [3] });
  });

  test('is none where there are only seals, or no block at all', async () => {
    expect((await find(chainOf(...empty(3)))).found).toBeNull();
    expect(await find([])).toEqual({ found: null, asked: [] });
  });
});

describe('a stored log', () => {
  const fold = (blocks: AsyncIterable<Block>) => foldBlocks(codec, sale, blocks);

  test('tells the state', async () => {
    const folded = await fold(each(chainOf([joins(1, 2), 1], [joins(3, 3), 1])));
    expect(folded).toMatchObject({ state: { n: 3, seq: 1_000_000_003 } });
  });

  test('halts where a block was changed, or tells what this version does not know', async () => {
    const [block] = chainOf([joins(1, 1), 1]) as [Block];
    expect(await fold(each([{ ...block, hash: 'other' }]))).toEqual({ halt: 'block 0: hash' });
    const novelty: LogEntry = { n: 1, at: 1, type: 'unknown', name: 'novelty', values: {} };
    const [later] = chainOf([[novelty], 1]) as [Block];
    expect(await fold(each([later]))).toEqual({
      halt: expect.stringMatching(/types unknown here: novelty/),
    });
  });

  test('that cannot be read is no log that was changed', async () => {
    const away = (async function* (): AsyncGenerator<Block> {
      yield* chainOf([joins(1, 1), 1]);
      throw new Error('MongoDB is away');
    })();
    await expect(fold(away)).rejects.toThrow('away');
  });
});

const APPENDS_MAX = 10;

/** A chain to which blocks are appended; `onAppend` may be quicker. */
function storeOf(blocks: Block[], onAppend = (_times: number) => {}) {
  let times = 0;
  const store = {
    last: async () => blocks.at(-1) ?? null,
    all: (_sale: string, from = 0) => each(blocks.slice(from)),
    async append(block: Block) {
      times += 1;
      if (times > APPENDS_MAX) {
        throw new Error('appends without an end');
      }
      onAppend(times);
      if (blocks.some(({ b }) => b === block.b)) {
        return { kind: 'taken' };
      }
      blocks.push(block);
      return { kind: 'stored' };
    },
  };
  return store as unknown as Blocks;
}

describe('before a rebuild, what the frozen sale has logged since', () => {
  const flush = (
    blocks: Block[],
    log: LogEntry[],
    state: Partial<SaleState> | null,
    { onAppend, logEpoch }: { onAppend?: () => void; logEpoch?: number } = {},
  ) =>
    flushTail(
      {
        engine: engineOf(log, state, logEpoch),
        codec,
        db: { blocks: storeOf(blocks, onAppend) } as Database,
      },
      sale,
    );

  test('is stored page by page', async () => {
    const blocks = chainOf([joins(1, 2), 1]);
    expect(await flush(blocks, joins(1, 7), { epoch: 1, n: 7 })).toBe(true);
    expect(blocks.map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 7],
    ]);
    expect(await flush([], [], { epoch: 1, n: 0 })).toBe(true);
    expect(await flush([], [], null)).toBe(true);
  });

  test('is not stored where it does not go on from the chain', async () => {
    const gap = joins(1, 2).concat(joins(4, 5));
    expect(await flush(chainOf([joins(1, 2), 1]), gap, { epoch: 1, n: 5 })).toBe(false);
    expect(await flush(chainOf([joins(1, 2), 1]), joins(1, 2), { epoch: 1, n: 3 })).toBe(false);
    expect(await flush(chainOf([joins(1, 2), 2]), joins(1, 3), { epoch: 1, n: 3 })).toBe(false);
    expect(await flush(chainOf([joins(1, 3), 1]), joins(1, 2), { epoch: 1, n: 2 })).toBe(false);
    // Another worker has ended the chain of this epoch.
    const sealed = chainOf([joins(1, 2), 1], [[], 2]);
    expect(await flush(sealed, joins(1, 3), { epoch: 1, n: 3 })).toBe(false);
    expect(sealed).toHaveLength(2);
  });

  test('is not stored when another Redis has brought the log of an older epoch meanwhile', async () => {
    const blocks: Block[] = [];
    expect(await flush(blocks, joins(1, 3), { epoch: 2, n: 3 }, { logEpoch: 1 })).toBe(false);
    expect(blocks).toEqual([]);
  });

  test('goes on behind the block of another worker, unless that one is of a newer epoch', async () => {
    for (const [epoch, isStored] of [
      [1, true],
      [2, false],
    ] as const) {
      const blocks: Block[] = [];
      let isFirst = true;
      const onAppend = () => {
        if (isFirst) {
          isFirst = false;
          blocks.push(...chainOf([joins(1, 1), epoch]));
        }
      };
      const flushed = await flush(blocks, joins(1, 3), { epoch: 1, n: 3 }, { onAppend });
      expect([flushed, blocks.length]).toEqual([isStored, isStored ? 2 : 1]);
    }
  });
});

describe('a seal', () => {
  test('ends the chain of older epochs, behind whatever another worker wrote meanwhile', async () => {
    const blocks = chainOf([joins(1, 2), 1]);
    const store = storeOf(blocks, (times) => {
      if (times === 1) {
        blocks.push(
          codec.encode({ sale, epoch: 1, last: blocks[0] ?? null, entries: joins(3, 3) }),
        );
      }
    });
    expect(await seal(store, codec, { ...sale, epoch: 2 })).toBe(true);
    expect(blocks.map(({ epoch, entries }) => [epoch, entries.length])).toEqual([
      [1, 2],
      [1, 1],
      [2, 0],
    ]);
  });

  test('is set in an empty chain and once more in its own epoch, and not behind a newer one', async () => {
    const blocks: Block[] = [];
    expect(await seal(storeOf(blocks), codec, sale)).toBe(true);
    expect(await seal(storeOf(blocks), codec, sale)).toBe(true);
    expect(blocks).toHaveLength(2);
    expect(await seal(storeOf(chainOf([[], 2])), codec, sale)).toBe(false);
  });
});

describe('a frozen state is compared with its log', () => {
  const fence = 1_000_000_009;
  const holds = ['b2', 'b3'].map((buyer, i) => {
    return { buyer, seq: 1_000_000_002 + i, unit: i + 1, fence: fence - 5 + i };
  });
  const log: LogEntry[] = [
    { n: 1, at: 1, type: 'activate', epoch: 1, stock: 3 },
    ...joins(2, 4),
    { n: 5, at: 5, type: 'grant', mode: 'normal', expiresAt: 9e5, price: 1, holds },
    { n: 6, at: 6, type: 'claim', buyer: 'b3', fence: fence - 4, attempt: fence },
    { n: 7, at: 7, type: 'settle', buyer: 'b3', unit: 2, attempt: fence },
  ];
  const sound = {
    epoch: 1,
    n: 7,
    lineLength: 1,
    holds: [{}],
    sold: [{}],
  } as unknown as Partial<SaleState>;

  async function compare(
    state: Partial<SaleState> | null,
    { stored = 4, kept = log, lastTo = 0 } = {},
  ) {
    const read: string[] = [];
    const blocks = chainOf([kept.slice(0, stored), 1]);
    const store = storeOf(blocks);
    const db = {
      blocks: {
        ...store,
        last: async () => (lastTo > 0 ? { to: lastTo } : (blocks[0] ?? null)),
        all: (saleId: string) => {
          read.push('log');
          return store.all(saleId);
        },
      },
    } as unknown as Database;
    const engine = engineOf(kept.slice(stored), state);
    const readState = async () => {
      read.push('state');
      return state as SaleState;
    };
    const differs = await differsFromLog({ engine: { ...engine, readState }, db, codec }, sale);
    return { differs, read: read.join(' ') };
  }

  test.each<[string, Partial<SaleState>, boolean]>([
    ['the same numbers', {}, false],
    ['a line that was not counted', { lineLength: undefined as never }, false],
    ['a longer line', { lineLength: 2 }, true],
    ['no hold', { holds: [] }, true],
    ['no sold unit', { sold: [] }, true],
  ])('which has %s', async (_what, change, differs) => {
    expect(await compare({ ...sound, ...change })).toEqual({ differs, read: 'state log' });
  });

  test('only where the log reaches it exactly, and in types that are known', async () => {
    const damaged = { ...sound, sold: [] };
    expect((await compare(damaged)).differs).toBe(true);
    expect((await compare({ ...damaged, n: 8 })).differs).toBe(false);
    expect((await compare({ ...damaged, n: 3 })).differs).toBe(false);
    const novelty: LogEntry = { n: 8, at: 8, type: 'unknown', name: 'novelty', values: {} };
    const later = { kept: [...log, novelty] };
    expect((await compare({ ...damaged, n: 8 }, later)).differs).toBe(false);
  });

  test('only where buyers do not wait for it: a long log is not read', async () => {
    const long = { ...sound, n: 20_000 };
    expect((await compare(long, { lastTo: 20_000 })).read).toBe('state log');
    expect((await compare(long, { lastTo: 20_001 })).read).toBe('');
    expect((await compare({ ...sound, n: 20_001 })).read).toBe('state');
    expect(await compare(null)).toEqual({ differs: false, read: 'state' });
  });

  test('also before anything of it was stored', async () => {
    const db = { blocks: storeOf([]) } as Database;
    const engine = engineOf(log, { ...sound, sold: [] });
    expect(await differsFromLog({ engine, db, codec }, sale)).toBe(true);
  });
});
