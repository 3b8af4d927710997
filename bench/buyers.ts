import { setTimeout as sleep } from 'node:timers/promises';
import { actionsByPath, monotonicNow, type Operation, resultOfAnswer } from '@flash/testing';
import type { Answer, Connection } from './connection.ts';

export interface Buyer {
  email: string;
  flashSaleId: string;
  /** The ticket. */
  cookie: string;
  state: string;
}

export const emailOf = (place: number) => `buyer-${place}@load.test`;

interface Sent {
  path: string;
  body: { email: string; flashSaleId: string };
  headers?: Record<string, string>;
}

const sent: { call: Sent; invoke: number; answer: Answer | null; return: number | null }[] = [];

/** Sends and notes when and what came back; what it means is read after the measurement. */
export async function send(connection: Connection, call: Sent): Promise<Answer> {
  const noted: (typeof sent)[number] = { call, invoke: monotonicNow(), answer: null, return: null };
  sent.push(noted);
  noted.answer = await connection.send({ method: 'POST', ...call });
  noted.return = monotonicNow();
  return noted.answer;
}

/** What buyers did in a sale, as the replay of its log reads it. */
export function operationsIn(saleId: string): Operation[] {
  const own = sent.filter(({ call }) => call.body.flashSaleId === saleId);
  return own.map(({ call, invoke, answer, return: end }) => {
    const action = actionsByPath[call.path] ?? 'position';
    const result = answer && resultOfAnswer(action, answer.status, JSON.parse(answer.text));
    return { client: 'bench', buyer: call.body.email, action, invoke, return: end, result };
  });
}

/** Runs `task` over all items, as many at once as there are connections. */
export async function spread<Item, Result>(
  connections: readonly Connection[],
  items: readonly Item[],
  task: (connection: Connection, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      for (let place = next++; place < items.length; place = next++) {
        results[place] = await task(connection, items[place] as Item);
      }
    }),
  );
  return results;
}

export async function join(
  connection: Connection,
  saleId: string,
  place: number,
): Promise<Buyer & { ms: number }> {
  const body = { email: emailOf(place), flashSaleId: saleId };
  const answer = await persist(() => send(connection, { path: '/orders/buy', body }));
  if (answer.status !== 200) {
    throw new Error(`buy: ${answer.status} ${answer.text}`);
  }
  return { ...body, cookie: answer.cookie, state: JSON.parse(answer.text).state, ms: answer.ms };
}

/** A buyer who is turned away because the API is busy retries when the answer says, as the site does. */
async function persist(send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 503 || tries === 20) {
      return answer;
    }
    await sleep(JSON.parse(answer.text).retryAfterMs ?? 1_000);
  }
}

export async function confirm(connection: Connection, buyer: Buyer): Promise<Answer> {
  const { email, flashSaleId, cookie } = buyer;
  const body = { email, flashSaleId };
  const headers = { cookie };
  const answer = await send(connection, { path: '/orders/confirm', body, headers });
  if (answer.status !== 200) {
    throw new Error(`confirm: ${answer.status} ${answer.text}`);
  }
  return answer;
}

export async function askPosition(connection: Connection, buyer: Buyer): Promise<Answer> {
  const { email, flashSaleId, cookie } = buyer;
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  const answer = await persist(() => connection.send({ method: 'GET', path, headers: { cookie } }));
  if (answer.status !== 200 || JSON.parse(answer.text).status === 'none') {
    throw new Error(`position: ${answer.status} ${answer.text}`);
  }
  return answer;
}

export async function leave(connection: Connection, buyer: Buyer): Promise<Answer> {
  const { email, flashSaleId, cookie } = buyer;
  const body = { email, flashSaleId };
  const headers = { cookie };
  const answer = await send(connection, { path: '/orders/leave', body, headers });
  if (answer.status !== 200) {
    throw new Error(`leave: ${answer.status} ${answer.text}`);
  }
  return answer;
}

/** `count` buyers join one sale, as many at once as there are connections. */
export function joinAll(
  connections: readonly Connection[],
  saleId: string,
  count: number,
  from = 0,
) {
  const places = Array.from({ length: count }, (_, place) => from + place);
  return spread(connections, places, (connection, place) => join(connection, saleId, place));
}
