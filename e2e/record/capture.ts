import { readFileSync, writeFileSync } from 'node:fs';
import { routes } from '@flash/client';
import type { Page } from '@playwright/test';
import { apiUrl, get } from '../support/call.ts';
import type { Reached } from './recipes.ts';

/** What the page of a sale asks for, as the API answered it. */
export interface Recording {
  /** The server's time of the answers. */
  at: string;
  /** The bytes of its picture stand in place of their address. */
  sale: unknown;
  /** What the shop says beside each sale. */
  meta: unknown;
  line: unknown;
  place: unknown;
  /** The refusal of what was tried, for the states that show one. */
  problem: unknown;
  /** What the page asks besides while a reader presses what is to be pressed. */
  asked: Asked[];
}

interface Asked {
  call: string;
  answer: unknown;
}

interface SaleAnswer {
  item: { picture: { url: string } | null } | null;
  meta: { serverNow: string };
}

export async function capture({ saleId, buyer, refused }: Reached): Promise<Recording> {
  const { item, meta } = await get<SaleAnswer>(`/flash-sales/public/sale?flashSaleId=${saleId}`);
  return {
    at: meta.serverNow,
    sale: item?.picture ? { ...item, picture: await inlined(item.picture) } : item,
    meta,
    line: item === null ? null : await get(`/flash-sales/${saleId}/line`),
    place: buyer ? await buyer.place() : null,
    problem: refused ? await refused() : null,
    asked: [],
  };
}

async function inlined(picture: { url: string }) {
  const answer = await fetch(new URL(picture.url, apiUrl()));
  const bytes = Buffer.from(await answer.arrayBuffer()).toString('base64');
  return { ...picture, url: `data:${answer.headers.get('content-type')};base64,${bytes}` };
}

const HEARD = [
  'mailWish',
  'setMail',
  'mailReturn',
  'makeDeviceCode',
  'deviceCode',
  'receipt',
] as const;

/** From now on, what the page asks in the panels of its states, once for each state of the answers. */
export function hear(page: Page): () => Promise<Asked[]> {
  const heard: Promise<Asked>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const call = HEARD.find((name) => {
      const [method, path] = routes[name];
      return response.request().method() === method && matches(path, pathname);
    });
    if (call && response.url().startsWith(apiUrl())) {
      heard.push(response.json().then((answer: unknown) => ({ call, answer })));
    }
  });
  return async () => {
    const all = await Promise.all(heard);
    return all.filter(({ call, answer }, number) => {
      const before = all.slice(0, number).findLast((one) => one.call === call);
      return stateOf(before?.answer) !== stateOf(answer) || before === undefined;
    });
  };
}

function matches(path: string, pathname: string): boolean {
  return new RegExp(`^${path.replace(/:\w+/g, '[0-9a-f]{24}')}$`).test(pathname);
}

const stateOf = (answer: unknown) => (answer as { state?: string } | undefined)?.state;

const fileOf = (name: string) =>
  new URL(`../../apps/site-web/features/states/recorded/${name}.json`, import.meta.url);

export const readRecording = (name: string) =>
  JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recording;

export const keepRecording = (name: string, recording: Recording) =>
  writeFileSync(fileOf(name), `${JSON.stringify(recording, null, 2)}\n`);
