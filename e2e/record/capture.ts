import { readFileSync, writeFileSync } from 'node:fs';
import { apiUrl, get } from '../support/call.ts';
import type { Reached } from './recipes.ts';

/** What the page of a sale asks for, as the API answered it. */
export interface Recording {
  /** The server's time of the answers. */
  at: string;
  sale: unknown;
  line: unknown;
  place: unknown;
  /** The refusal of a payment, for the states that show one. */
  problem: unknown;
}

interface SaleAnswer {
  item: unknown;
  meta: { serverNow: string };
}

export async function capture({ saleId, buyer, act }: Reached): Promise<Recording> {
  const { item, meta } = await get<SaleAnswer>(`/flash-sales/public/sale?flashSaleId=${saleId}`);
  return {
    at: meta.serverNow,
    sale: item,
    line: item === null ? null : await get(`/flash-sales/${saleId}/line`),
    place: buyer ? await buyer.place() : null,
    problem: buyer && act ? await declined(saleId, buyer.cookie) : null,
  };
}

async function declined(flashSaleId: string, cookie: string): Promise<unknown> {
  const answer = await fetch(`${apiUrl()}/orders/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ flashSaleId, paymentToken: 'decline' }),
  });
  return answer.json();
}

const fileOf = (name: string) =>
  new URL(`../../apps/site-web/features/states/recorded/${name}.json`, import.meta.url);

export const readRecording = (name: string) =>
  JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recording;

export const keepRecording = (name: string, recording: Recording) =>
  writeFileSync(fileOf(name), `${JSON.stringify(recording, null, 2)}\n`);
