import { setImmediate as turn } from 'node:timers/promises';
import type { Block, Database, LogCursor, Transaction } from '@flash/database';
import type { ChainLink, LogEntry } from '@flash/fairness';
import { type Logger, logAtMost } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import type { FollowHook } from '../base/crash-points.ts';
import type { Metrics } from '../base/metrics.ts';
import { type BlockCodec, ChainError } from '../log-store/block-codec.ts';

/** Entries of one sale that follow each other, as MongoDB keeps them. A forgotten buyer is named by the leaf. */
export interface LogBatch {
  saleId: string;
  entries: readonly LogEntry[];
}

/**
 * What something does that reacts to the log of sales, such as sending mail. Each entry reaches it exactly
 * once, in order, if it writes what follows from the entries with the transaction that it is given.
 */
export interface LogConsumer<Work = unknown> {
  /** Names its cursors in MongoDB: it never changes. */
  readonly name: string;
  /** Asked for each stored block. While it is off nothing is read, and later it goes on where it stood. */
  isOn(): boolean | Promise<boolean>;
  /**
   * Where a sale is begun, once for each sale: entries from before this moment, by the time of Redis, are left
   * out. 0: from the first entry on. `db.logCursors.firstOn(name)`: since the consumer exists.
   */
  since(saleId: string): Promise<number>;
  /** What follows from these entries; null: nothing. May run again for the same entries, so it writes nothing. */
  prepare(batch: LogBatch): Promise<Work | null>;
  /** Writes it, short and to MongoDB only: the transaction lives for 3 seconds at most, and may run again. */
  write(work: Work, transaction: Transaction): Promise<void>;
  /** After it was committed; a crash may come first, so this only saves the reader of the outbox time. */
  written?(work: Work): void;
}

/** Hands the stored log to its consumers. */
export interface Followers {
  /** A block of this sale was stored. */
  wake(saleId: string): void;
  /** Finds what no wake-up told of: blocks that a process stored just before it died. */
  catchUp(live: readonly string[]): Promise<void>;
  forget(saleId: string): void;
  /** Begins nothing more; resolves when nothing is under way. */
  close(): Promise<void>;
}

interface FollowerDeps {
  db: Pick<Database, 'blocks' | 'logCursors'>;
  codec: Pick<BlockCodec, 'decodeTrusted'>;
  consumers: readonly LogConsumer[];
  alert: Alert;
  metrics: Metrics;
  crash: FollowHook;
  log: Logger;
}

/** Blocks read at once, and entries after which a transaction takes no further block. */
const BLOCKS = 4;
const ENTRIES = 1_000;
/** A cursor that passed only entries that concern no one is stored at most so often. */
const QUIET_MS = 1_000;
const RETRY_MS = 500;
const REPEAT_MS = 10_000;
/** Heads that are read to find the block in which a moment lies. */
const HEADS = 20_000;
/** Sales that are begun or caught up with in one round. */
const BEHIND = 200;
/** As long as no block is stored nothing can be behind; so long that is believed. */
const BELIEVED_MS = 60_000;
/** Sales that ended so long ago have no blocks to come. */
const OVER_MS = 600_000;

/** How far this process has read for one consumer of one sale. */
interface Position {
  /** As MongoDB has it. */
  cursor: LogCursor;
  /** Read up to here; may be ahead of the cursor by blocks that gave nothing to do. */
  last: ChainLink | null;
  storedAt: number;
}

/**
 * The process that stores the blocks of a sale also follows it: there is one at a time, and it knows first.
 * Two may overlap when the writing moves to another worker. Both may then prepare the same work; the cursor lets
 * one of them write it.
 */
export function createFollowers(deps: FollowerDeps): Followers {
  const { db, consumers, metrics, log } = deps;
  const positions = new Map<string, Position>();
  /** By consumer and sale; true: something was stored meanwhile. */
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  const timers = new Set<NodeJS.Timeout>();
  const atMost = logAtMost(REPEAT_MS);
  let isClosed = false;
  /** By consumer: how many blocks there were when none was behind. */
  const quiet = new Map<string, { blocks: number; at: number }>();

  const keyOf = (consumer: LogConsumer, saleId: string) => `${consumer.name}/${saleId}`;

  function start(consumer: LogConsumer, saleId: string): void {
    const key = keyOf(consumer, saleId);
    const known = running.get(key);
    if (isClosed || known) {
      if (known) {
        known.again = true;
      }
      return;
    }
    const run = { again: false, done: Promise.resolve() };
    running.set(key, run);
    run.done = follow(consumer, saleId)
      .catch((err: unknown) => {
        positions.delete(key);
        metrics.followFailures.inc({ consumer: consumer.name });
        atMost(key, () =>
          log.warn({ err, saleId, consumer: consumer.name }, 'following a log failed; tried again'),
        );
        retry(consumer, saleId);
      })
      .finally(() => {
        running.delete(key);
        if (run.again) {
          start(consumer, saleId);
        }
      });
  }

  function retry(consumer: LogConsumer, saleId: string): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      start(consumer, saleId);
    }, RETRY_MS);
    timers.add(timer);
  }

  async function follow(consumer: LogConsumer, saleId: string): Promise<void> {
    if (!(await consumer.isOn())) {
      return;
    }
    while (!isClosed && (await takeNext(consumer, saleId))) {
      // The same process serves lines meanwhile.
      await turn();
    }
  }

  /** False: there was nothing to take. */
  async function takeNext(consumer: LogConsumer, saleId: string): Promise<boolean> {
    const key = keyOf(consumer, saleId);
    const position = positions.get(key) ?? (await begin(consumer, saleId));
    if (!position) {
      return false;
    }
    positions.set(key, position);
    const found = await db.blocks.read(saleId, (position.last?.b ?? -1) + 1, BLOCKS);
    if (found.length === 0) {
      return false;
    }
    const { entries, last } = readBlocks(deps, found, position);
    const work = entries.length > 0 ? await consumer.prepare({ saleId, entries }) : null;
    deps.crash('F0');
    if (work === null) {
      await passOver(position, last);
    } else {
      await take(consumer, position, last, work);
    }
    metrics.entriesFollowed.inc({ consumer: consumer.name }, entries.length);
    return true;
  }

  async function take(
    consumer: LogConsumer,
    position: Position,
    last: ChainLink,
    work: unknown,
  ): Promise<void> {
    const moved = await db.logCursors.move(position.cursor, last, async (transaction) => {
      await consumer.write(work, transaction);
      deps.crash('F1');
    });
    deps.crash('F2');
    if (moved === 'taken') {
      positions.delete(keyOf(consumer, last.saleId));
      return;
    }
    advance(position, last);
    consumer.written?.(work);
  }

  /** What concerns no one is passed over again after a crash, so its cursor need not be stored each time. */
  async function passOver(position: Position, last: ChainLink): Promise<void> {
    position.last = last;
    if (performance.now() - position.storedAt < QUIET_MS) {
      return;
    }
    const moved = await db.logCursors.move(position.cursor, last);
    if (moved === 'taken') {
      positions.delete(`${position.cursor.consumer}/${last.saleId}`);
      return;
    }
    advance(position, last);
  }

  async function begin(consumer: LogConsumer, saleId: string): Promise<Position | null> {
    const { name } = consumer;
    const there = await db.logCursors.read(name, saleId);
    if (there) {
      return positionAt(there);
    }
    const since = await consumer.since(saleId);
    const last = await lastBefore(deps, saleId, since);
    return positionAt(await db.logCursors.begin({ consumer: name, saleId, since, last }));
  }

  async function catchUpOf(consumer: LogConsumer, live: readonly string[]): Promise<void> {
    const { name } = consumer;
    const blocks = await db.blocks.estimate();
    const known = quiet.get(name);
    if (known?.blocks === blocks && performance.now() - known.at < BELIEVED_MS) {
      return;
    }
    quiet.delete(name);
    const unknown = (await db.logCursors.without(name, live)).slice(0, BEHIND);
    const behind = await db.logCursors.behind(name, BEHIND);
    for (const saleId of [...unknown, ...behind]) {
      start(consumer, saleId);
    }
    if (behind.length < BEHIND) {
      await db.logCursors.rest(name, [...live, ...behind], Date.now() - OVER_MS);
    }
    if (behind.length === 0 && unknown.length === 0) {
      quiet.set(name, { blocks, at: performance.now() });
    }
  }

  return {
    wake(saleId) {
      for (const consumer of consumers) {
        start(consumer, saleId);
      }
    },
    async catchUp(live) {
      for (const consumer of consumers) {
        if (await consumer.isOn()) {
          await catchUpOf(consumer, live);
        }
      }
    },
    forget(saleId) {
      for (const consumer of consumers) {
        positions.delete(keyOf(consumer, saleId));
      }
    },
    async close() {
      isClosed = true;
      for (const timer of timers) {
        clearTimeout(timer);
      }
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function positionAt(cursor: LogCursor): Position {
  return { cursor, last: cursor.last, storedAt: performance.now() };
}

function advance(position: Position, last: ChainLink): void {
  position.cursor = { ...position.cursor, last };
  position.last = last;
  position.storedAt = performance.now();
}

/** The entries of whole blocks: the cursor moves by blocks. */
function readBlocks(
  { codec, alert }: FollowerDeps,
  blocks: readonly Block[],
  { cursor, last: before }: Position,
): { entries: LogEntry[]; last: ChainLink } {
  const entries: LogEntry[] = [];
  let last = before;
  for (const block of blocks) {
    try {
      entries.push(...codec.decodeTrusted(block, last));
    } catch (error) {
      if (error instanceof ChainError) {
        alert('chain', block.saleId, { consumer: cursor.consumer, why: error.message });
      }
      throw error;
    }
    const { saleId, epoch, b, to, hash } = block;
    last = { saleId, epoch, b, to, hash };
    if (entries.length >= ENTRIES) {
      break;
    }
  }
  if (last === null) {
    throw new Error('no block was read');
  }
  const { since } = cursor;
  return { entries: since > 0 ? entries.filter(({ at }) => at >= since) : entries, last };
}

/** The last block that ended before this moment; null: none did. */
async function lastBefore(
  { db }: FollowerDeps,
  saleId: string,
  since: number,
): Promise<ChainLink | null> {
  if (since <= 0) {
    return null;
  }
  const heads = await db.blocks.headsSince(saleId, since, HEADS);
  const head = heads.find(({ at }) => at < since);
  return head ? { saleId, epoch: head.epoch, b: head.b, to: head.to, hash: head.hash } : null;
}
