import { randomBytes } from 'node:crypto';
import type { NewSale, Sale } from '@flash/database';
import { rulesOf } from '@flash/reservation';
import { ticketCookie, ticketHeader } from '@flash/shared-types';
import { actionsByPath, buildNewSale, resultOfAnswer } from '@flash/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Deps } from '../deps.ts';
import type { TestApp } from './app.ts';

const MINUTE = 60_000;

/** A sale that is open now, known to both stores. */
export async function openSale({ db, engine }: Deps, change: Partial<NewSale> = {}): Promise<Sale> {
  const now = Date.now();
  const sale = await db.sales.create({
    ...buildNewSale(now, {
      name: 'Night Runner 2',
      startsAt: now - MINUTE,
      lobbyOpensAt: Math.min(change.startsAt ?? now, now) - MINUTE,
      fastPassPercent: 0,
    }),
    ...change,
  });
  const { id, epoch, stock } = sale;
  if (epoch > 0) {
    await engine.activate(id, rulesOf(sale), { epoch, stock });
  }
  return sale;
}

/** Serves the line as a worker would, until the line is empty or nothing is free. */
export async function serve({ engine }: Deps, saleId: string): Promise<void> {
  const token = randomBytes(8).toString('hex');
  if (!(await engine.lock(saleId, token, 5_000))) {
    return;
  }
  let units: readonly number[] | undefined;
  for (let turn = 0; turn < 1_000; turn += 1) {
    const outcome = await engine.grant(saleId, { token, max: 200, clearWake: turn === 0, units });
    if (outcome.kind === 'check_units') {
      units = outcome.units;
    } else if (outcome.kind === 'granted') {
      units = undefined;
    } else {
      break;
    }
  }
  await engine.unlock(saleId, token);
  await store({ engine }, saleId);
}

/** Says that the log is stored, as the worker does after each block: otherwise joins are refused in time. */
export async function store({ engine }: Pick<Deps, 'engine'>, saleId: string): Promise<void> {
  const seen = await engine.snapshot(saleId);
  if (seen.kind === 'snapshot') {
    await engine.stored(saleId, { epoch: seen.epoch, n: seen.n });
  }
}

/** Serves again and again until it is stopped. */
export function keepServing(deps: Deps, saleId: string): () => Promise<void> {
  let isOn = true;
  const work = (async () => {
    while (isOn) {
      await serve(deps, saleId);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  return async () => {
    isOn = false;
    await work;
  };
}

/** Decides claims whose process fell silent, as a worker does: the first record on the attempt wins. */
export async function resolve({ engine, db }: Deps, saleId: string): Promise<void> {
  const swept = await engine.sweep(saleId, { max: 100 });
  if (swept.kind !== 'swept') {
    return;
  }
  for (const { buyer, unit, attempt } of swept.lapsed) {
    const claim = { saleId, fence: attempt, epoch: swept.epoch, buyer };
    const record = await db.orders.insertVoid(claim);
    if (record?.kind === 'void') {
      await engine.void(saleId, { buyer, attempt });
    }
    if (record?.kind === 'order') {
      await engine.settle(saleId, { buyer, unit, attempt, orderId: record.order.id });
    }
  }
}

export type Answer = LightMyRequestResponse;
type Extra = { headers?: Record<string, string>; body?: Record<string, unknown> };

/** A browser with a cookie jar of its own. */
export function createBrowser({ inject, history }: TestApp, email: string) {
  let cookies: Record<string, string> = {};

  /** Sends a call of a buyer and notes in the sale's history what came of it. */
  function ask(saleId: string, request: InjectOptions & { url: string }): Promise<Answer> {
    const action = actionsByPath[request.url];
    const run = () => inject({ ...request, cookies });
    if (!action) {
      return run();
    }
    // Another address or account in the same browser is another buyer.
    const { authorization = '' } = (request.headers ?? {}) as Record<string, string>;
    const sent = { email, ...(request.payload as object), ...(request.query as object) };
    const buyer = `${sent.email}${authorization}`;
    return history.record({ saleId, client: email, buyer, action }, run, (answer) =>
      resultOfAnswer(action, answer.statusCode, answer.body === '' ? null : answer.json()),
    );
  }

  const keep = (answer: Answer): Answer => {
    for (const { name, value } of answer.cookies) {
      cookies[name] = value;
    }
    return answer;
  };
  const post = async (url: string, sale: Sale, { headers = {}, body = {} }: Extra = {}) => {
    const payload = { email, flashSaleId: sale.id, ...body };
    return keep(await ask(sale.id, { method: 'POST', url, payload, headers }));
  };
  const get = async (url: string, query: Record<string, string>, { headers = {} }: Extra = {}) =>
    keep(await ask(query.flashSaleId ?? '', { method: 'GET', url, query, headers }));

  return {
    email,
    buy: (sale: Sale, extra?: Extra) => post('/orders/buy', sale, extra),
    confirm: (sale: Sale, extra?: Extra) => post('/orders/confirm', sale, extra),
    leave: (sale: Sale, extra?: Extra) => post('/orders/leave', sale, extra),
    extend: (sale: Sale, extra?: Extra) => post('/orders/extend', sale, extra),
    post,
    position: (sale: Sale, extra?: Extra) =>
      get('/orders/position', { email, flashSaleId: sale.id }, extra),
    get,
    ticket: (sale: Sale) => cookies[ticketCookie(sale.id)] ?? '',
    forget: () => {
      cookies = {};
    },
    takeTicket: (sale: Sale, ticket: string) => {
      cookies[ticketCookie(sale.id)] = ticket;
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

export function withTicket(ticket: string): Extra {
  return { headers: { [ticketHeader]: ticket } };
}

export function someone(): string {
  return `buyer-${randomBytes(5).toString('hex')}@example.org`;
}
