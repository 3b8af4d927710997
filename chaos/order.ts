// npm run chaos -- --order [--grants n]: whether those who came first are served first, by APIs whose clocks are far apart.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '@flash/fairness';
import {
  expectCleanSale,
  monotonicNow,
  type Operation,
  readHistory,
  resultOfAnswer,
  waitFor,
} from '@flash/testing';
import { type Connection, openConnection } from '../bench/connection.ts';
import { openSale } from './open-sale.ts';
import type { World } from './world.ts';

/** What a sale of one kind showed. */
export interface Order {
  mode: string;
  grants: number;
  /** Buyers who had the answer to their first press before another one pressed, and whose turn came after that one's. */
  overtaken: number;
  breaches: string[];
}

/** Seconds by which each API's clock is off; those of the workers follow. */
export const CLOCKS = { apis: [-300, -100, 100, 300], workers: [300, -300] };

const BUYERS = 5_000;
/** Between the first press and the start, where all come before it or in its very moment. */
const LOBBY_MS = 2_500;
/** At each API at once. */
const IN_FLIGHT = 16;
const PATIENCE_MS = 180_000;

const modes: Readonly<Record<string, () => Record<string, unknown>>> = {
  'a unit for each': () => ({ startingQuantity: BUYERS, fastPassPercent: 1 }),
  'fast pass': () => ({ startingQuantity: BUYERS, fastPassPercent: 100 }),
  'before and at the start': () => {
    const now = Date.now();
    const at = { lobbyOpensAt: now - 60_000, startsAt: now + LOBBY_MS };
    const [lobbyOpensAt, startsAt] = Object.values(at).map((time) => new Date(time).toISOString());
    return { startingQuantity: BUYERS, fastPassPercent: 1, lobbyOpensAt, startsAt };
  },
  'holds that run out': () => ({
    startingQuantity: BUYERS / 4,
    fastPassPercent: 1,
    holdTtlSeconds: 5,
  }),
};

export const modeNames = Object.keys(modes);

/** One sale in which buyers press at all APIs at once, until each of them has had a hold. */
export async function playOrder(world: World, mode: string): Promise<Order> {
  const saleId = await openSale(world, {
    ...{ name: 'Order', startingQuantity: BUYERS, holdTtlSeconds: 3_600 },
    ...modes[mode]?.(),
  });
  const operations = await pressAll(world, saleId);
  const { engine, database } = world.own;
  await waitFor(
    async () => {
      const shot = await engine.snapshot(saleId);
      return shot.kind === 'snapshot' && shot.granted >= BUYERS && shot.n === shot.storedN;
    },
    { timeoutMs: PATIENCE_MS, intervalMs: 200, what: 'a hold for each buyer' },
  );
  const breaches: string[] = [];
  await expectCleanSale({
    ...{ saleId, engine, database, operations, timeoutMs: PATIENCE_MS },
    options: { exempt: [{ from: 0, to: Number.MAX_SAFE_INTEGER }] },
  }).catch((error: Error) => breaches.push(...error.message.split('\n')));
  const { entries } = await readHistory(saleId, engine, database);
  await database.sales.update(saleId, { status: 'archived' });
  return { mode, ...judgeTurns(entries, operations), breaches };
}

async function pressAll({ apis }: World, flashSaleId: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  let next = 0;
  const press = async (connection: Connection, email: string): Promise<void> => {
    const body = { email, flashSaleId };
    for (;;) {
      const operation: Operation = {
        ...{ client: 'order', buyer: email, action: 'join', invoke: monotonicNow() },
        ...{ return: null, result: null },
      };
      operations.push(operation);
      const answer = await connection.send({ method: 'POST', path: '/orders/buy', body });
      operation.return = monotonicNow();
      const told = JSON.parse(answer.text) as { retryAfterMs?: number };
      operation.result = resultOfAnswer('join', answer.status, told);
      if (answer.status === 200) {
        return;
      }
      if (answer.status !== 503) {
        throw new Error(`buy: ${answer.status} ${answer.text}`);
      }
      await sleep(told.retryAfterMs ?? 1_000);
    }
  };
  await Promise.all(
    apis.map(async ({ url }) => {
      const connections = await Promise.all(
        Array.from({ length: IN_FLIGHT }, () => openConnection(url)),
      );
      const work = connections.map(async (connection) => {
        while (next < BUYERS) {
          next += 1;
          await press(connection, `buyer-${next}@load.test`);
        }
      });
      await Promise.all(work);
      for (const connection of connections) {
        connection.close();
      }
    }),
  );
  return operations;
}

/** By the buyers' own clock alone; the log is asked only for the order of the holds. */
export function judgeTurns(
  entries: readonly LogEntry[],
  operations: readonly Operation[],
): { grants: number; overtaken: number } {
  // Of several presses of one buyer any may have been the one that counted.
  const firstPress = new Map<string, number>();
  const pressed = new Map<number, { invoke: number; return: number }>();
  for (const { buyer, invoke, return: end, result } of operations) {
    const first = firstPress.get(buyer) ?? invoke;
    firstPress.set(buyer, first);
    const seq = result?.kind === 'place' ? result.place.seq : undefined;
    if (seq !== undefined && end !== null) {
      pressed.set(seq, { invoke: first, return: end });
    }
  }
  let grants = 0;
  let overtaken = 0;
  let latest = 0;
  for (const entry of entries) {
    for (const { seq } of entry.type === 'grant' ? entry.holds : []) {
      const press = pressed.get(seq);
      if (!press) {
        throw new Error(`no buyer was told of the place ${seq}`);
      }
      grants += 1;
      overtaken += press.return < latest ? 1 : 0;
      latest = Math.max(latest, press.invoke);
    }
  }
  return { grants, overtaken };
}
