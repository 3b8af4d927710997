import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sale } from '@flash/database';
import { rulesOf } from '@flash/reservation';
import { type PurchaseState, purchaseState } from '@flash/shared-types';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it as test, vi } from 'vitest';
import { buildTestApp, type TestApp } from '../../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../../testing/shop.ts';

let t: TestApp;
let port: number;
const open = new Set<ClientRequest>();
beforeAll(async () => {
  t = await buildTestApp();
  await t.app.listen({ port: 0, host: '127.0.0.1' });
  port = (t.app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const request of open) {
    request.destroy();
  }
  await t.close();
});

interface Stream {
  status: number;
  headers: IncomingMessage['headers'];
  ids: string[];
  states: PurchaseState[];
  text: () => string;
  ended: Promise<unknown>;
  close(): void;
}

const stream = (sale: Sale, ticket: string) => streamAs(sale, { 'x-ticket': ticket });

async function streamAs(sale: Sale, headers: Record<string, string>): Promise<Stream> {
  const path = `/orders/stream?flashSaleId=${sale.id}`;
  const request = get({ port, host: '127.0.0.1', path, headers });
  open.add(request);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  const states: PurchaseState[] = [];
  const ids: string[] = [];
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const frames = text.split('\n\n').slice(0, -1);
    const told = frames.filter((frame) => frame.includes('event: state'));
    states.splice(0, states.length, ...told.map(dataOf));
    ids.splice(0, ids.length, ...told.map((frame) => /^id: (.*)$/m.exec(frame)?.[1] ?? ''));
  });
  answer.on('error', () => undefined);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    ids,
    states,
    text: () => text,
    ended: new Promise((resolve) => answer.once('close', resolve)),
    close: () => request.destroy(),
  };
}

function dataOf(frame: string): PurchaseState {
  return purchaseState.parse(JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? '{}'));
}

async function joined(sale: Sale) {
  const who = createBrowser(t, someone());
  await who.buy(sale);
  return who;
}

const told = (one: Stream, state: string) =>
  vi.waitFor(() => expect(one.states.at(-1)?.state).toBe(state), { timeout: 5_000, interval: 10 });

describe('the stream', () => {
  test('begins with the full state, under an id that orders it', async () => {
    const sale = await openSale(t.deps);
    const ann = await joined(sale);
    const one = await stream(sale, ann.ticket(sale));
    await told(one, 'waiting');
    expect(one.headers['content-type']).toContain('text/event-stream');
    expect(one.headers['cache-control']).toContain('no-store');
    expect(one.states[0]).toMatchObject({ state: 'waiting', position: 1, size: 1, free: 10 });
    expect(one.ids[0]).toBe(`1-${one.states[0]?.n}`);
    expect(one.text()).toMatch(/^retry: \d+\n/);
    one.close();
  });

  test('tells the hold, a move in line, a pause and the end without being asked', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const [ann, bob] = [await joined(sale), await joined(sale)];
    const [first, second] = await Promise.all([
      stream(sale, ann.ticket(sale)),
      stream(sale, bob.ticket(sale)),
    ]);
    await serve(t.deps, sale.id);
    await told(first, 'held');
    await vi.waitFor(() => expect(second.states.at(-1)?.position).toBe(1));

    const rules = { ...rulesOf(sale), version: sale.version + 1 };
    const pause = { paused: true, pauseReason: 'Checking', pauseSince: Date.now() };
    await t.deps.engine.rules(sale.id, { ...rules, ...pause });
    await told(second, 'paused');
    expect(second.states.at(-1)?.pause?.reason).toBe('Checking');
    expect(first.states.at(-1)?.state).toBe('held');

    await ann.confirm(sale);
    await told(first, 'sold');
    await first.ended;
    await told(second, 'sold_out');

    // Paused and sold out, the line still stands: the buyer at its head hears of what comes back.
    const reloaded = await stream(sale, bob.ticket(sale));
    await told(reloaded, 'sold_out');
    await t.deps.engine.rules(sale.id, { ...rules, version: rules.version + 1 });
    const [order] = await t.deps.db.orders.liveByUnits(sale.id, [1]);
    const { id, buyer, unit, fence: attempt } = order ?? expect.fail();
    await t.deps.db.orders.refund(id, { returnUnit: true });
    await t.deps.engine.refund(sale.id, { buyer, unit, attempt });
    await serve(t.deps, sale.id);
    await told(reloaded, 'held');
  });

  test('sends a change to the buyer it concerns in well under a tick', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 100 });
    const people = await Promise.all(Array.from({ length: 50 }, () => joined(sale)));
    const streams = await Promise.all(people.map((who) => stream(sale, who.ticket(sale))));
    await Promise.all(streams.map((one) => told(one, 'waiting')));
    await serve(t.deps, sale.id);
    await Promise.all(streams.map((one) => told(one, 'held')));
    const units = streams.map((one) => {
      const last = one.states.at(-1);
      return last?.state === 'held' ? last.unit : 0;
    });
    expect(new Set(units).size).toBe(50);
    for (const one of streams) {
      one.close();
    }
  });

  test('misses nothing that happens between its first read and its first frame', async () => {
    const sale = await openSale(t.deps);
    const ann = await joined(sale);
    const { purchase, notices } = t.deps;
    const look = purchase.position;
    const slow = vi.spyOn(purchase, 'position').mockImplementationOnce(async (...args) => {
      const first = await look(...args);
      const granted = new Promise((resolve) => notices.on(resolve));
      await serve(t.deps, sale.id);
      await granted;
      return first;
    });
    const one = await stream(sale, ann.ticket(sale));
    slow.mockRestore();
    expect(one.states[0]?.state ?? 'waiting').toBe('waiting');
    await told(one, 'held');
    one.close();
  });

  test('is not opened when polling is enough, or for a caller who proves nothing', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const ann = await joined(sale);
    await serve(t.deps, sale.id);
    await ann.confirm(sale);
    expect((await stream(sale, ann.ticket(sale))).status).toBe(204);
    expect((await stream(sale, 'forged')).status).toBe(204);
    const members = await openSale(t.deps, { identity: 'account' });
    expect((await stream(members, '')).status).toBe(401);
  });

  test('is opened ten times by one ticket and not once more', async () => {
    const sale = await openSale(t.deps);
    const ann = await joined(sale);
    const streams = [];
    for (let turn = 0; turn < 10; turn += 1) {
      streams.push(await stream(sale, ann.ticket(sale)));
    }
    expect(streams.every((one) => one.status === 200)).toBe(true);
    const eleventh = await stream(sale, ann.ticket(sale));
    expect(eleventh.status).toBe(429);
    for (const one of streams) {
      one.close();
    }
    await vi.waitFor(async () => {
      const again = await stream(sale, ann.ticket(sale));
      expect(again.status).toBe(200);
      again.close();
    });
  });

  test('leaves nothing behind when its reader goes away', async () => {
    const sale = await openSale(t.deps);
    const before = t.deps.liveHub.size();
    const ann = await joined(sale);
    const one = await stream(sale, ann.ticket(sale));
    expect(t.deps.liveHub.size()).toBe(before + 1);
    one.close();
    await vi.waitFor(() => expect(t.deps.liveHub.size()).toBe(before));
  });

  test('asks Redis once for all that are open', async () => {
    const sale = await openSale(t.deps, { startingQuantity: 1 });
    const people = await Promise.all(Array.from({ length: 30 }, () => joined(sale)));
    const streams = await Promise.all(people.map((who) => stream(sale, who.ticket(sale))));
    const asked = vi.spyOn(t.deps.redis as Redis, 'sendCommand');
    const ann = people[0];
    await ann?.leave(sale);
    await joined(sale);
    await serve(t.deps, sale.id);
    await vi.waitFor(() => {
      const moved = streams.slice(2).every((one) => (one.states.at(-1)?.position ?? 99) < 30);
      expect(moved).toBe(true);
    });
    expect(asked.mock.calls.length).toBeLessThan(25);
    asked.mockRestore();
    for (const one of streams) {
      one.close();
    }
  });
});

describe('the stream of an account', () => {
  async function watching() {
    const sale = await openSale(t.deps, { identity: 'account' });
    const ann = await t.signInAs(null);
    const url = '/orders/buy';
    const payload = { flashSaleId: sale.id };
    const bought = await t.inject({ method: 'POST', url, payload, headers: ann.headers });
    expect(bought.statusCode).toBeLessThan(300);
    const one = await streamAs(sale, ann.headers);
    await told(one, 'waiting');
    return { ann, one, sale };
  }

  test('ends when its session is signed out, and shows nothing of what happens afterwards', async () => {
    const { ann, one, sale } = await watching();
    const url = '/api/auth/sign-out';
    await t.inject({ method: 'POST', url, payload: {}, headers: ann.headers });
    await one.ended;
    await serve(t.deps, sale.id);
    expect(one.states.at(-1)?.state).toBe('waiting');
    expect((await streamAs(sale, ann.headers)).status).toBe(401);
  });

  test('goes on when another session of the account is signed out', async () => {
    const { ann, one, sale } = await watching();
    const payload = { email: ann.email, password: 'correct horse' };
    const url = '/api/auth/sign-in/email';
    const other = await t.inject({ method: 'POST', url, payload });
    const headers = { authorization: `Bearer ${other.json<{ token: string }>().token}` };
    await t.inject({ method: 'POST', url: '/api/auth/sign-out', payload: {}, headers });
    await serve(t.deps, sale.id);
    await told(one, 'held');
    one.close();
  });
});

// The last one: streams that are opened afterwards are ended at once.
describe('a process that stops', () => {
  test('asks every reader to come back after a while, and ends', async () => {
    const sale = await openSale(t.deps);
    const ann = await joined(sale);
    const one = await stream(sale, ann.ticket(sale));
    await told(one, 'waiting');
    t.app.eventStreams.drain();
    await one.ended;
    expect(one.text().match(/retry: \d+/g)?.length).toBe(2);
  });
});
