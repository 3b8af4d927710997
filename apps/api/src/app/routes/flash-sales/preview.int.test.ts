import type { Sale } from '@flash/database';
import { systemClock } from '@flash/shared-utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { webp } from '../../testing/pictures.ts';
import { openSale } from '../../testing/shop.ts';

const HOUR_MS = 60 * 60_000;

let api: TestApp;
let operator: SignedIn;
let draft: Sale;
let aheadMs = 0;
beforeAll(async () => {
  api = await buildTestApp({ clock: { ...systemClock, now: () => Date.now() + aheadMs } });
  operator = await api.signInAs('operator');
  draft = await makeDraft();
});
afterAll(() => api.close());

function makeDraft(): Promise<Sale> {
  const [startsAt, endsAt] = [Date.now() + 5 * HOUR_MS, Date.now() + 6 * HOUR_MS];
  return openSale(api.deps, { status: 'draft', startsAt, endsAt, lobbyOpensAt: startsAt });
}

const make = ({ id }: Pick<Sale, 'id'>, { headers }: SignedIn = operator) =>
  api.inject({ method: 'POST', url: `/flash-sales/${id}/preview`, headers });
const tokenOf = async (sale: Sale): Promise<string> => (await make(sale)).json().token;
const show = (token: string) =>
  api.inject({ url: '/flash-sales/preview', query: { token }, remoteAddress: '127.9.9.9' });
const codeOf = async (token: string) => {
  const answer = await show(token);
  return [answer.statusCode, answer.json().code];
};

test('a caller without an account sees a draft by the link of its preview as the shop will show it', async () => {
  const { token, expiresAt } = (await make(draft)).json();
  const answer = await show(token);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toBe('private, no-store');
  expect(answer.json()).toMatchObject({
    isPublished: false,
    expiresAt,
    item: { id: draft.id, name: draft.name, phase: 'scheduled', picture: null },
  });
  const left = Date.parse(expiresAt) - Date.now();
  expect(left).toBeGreaterThan(HOUR_MS - 30_000);
  expect(left).toBeLessThanOrEqual(HOUR_MS);
});

test('a preview only reads: with it a draft can be neither joined nor found', async () => {
  const token = await tokenOf(draft);
  const join = await api.inject({
    method: 'POST',
    url: '/orders/buy',
    query: { token, preview: token },
    payload: { email: 'ada@example.org', flashSaleId: draft.id, token },
  });
  expect(join.json().code).toBe('SALE_NOT_FOUND');
  const line = await api.inject({ url: `/flash-sales/${draft.id}/line`, query: { token } });
  expect(line.statusCode).toBe(404);
});

test('the audit log tells who made a preview of which draft, and never holds its token', async () => {
  const token = await tokenOf(draft);
  const { items } = await api.deps.db.audit.list({ saleId: draft.id, action: 'sale.preview' });
  expect(items[0]).toMatchObject({ actor: { id: operator.userId, role: 'operator' } });
  expect(JSON.stringify(items)).not.toContain(token);
});

test('an altered link and rubbish are answered as a preview that has ended', async () => {
  const token = await tokenOf(draft);
  const ended = [404, 'PREVIEW_NOT_FOUND'];
  expect(await codeOf(`${token.slice(0, -2)}zz`)).toEqual(ended);
  expect(await codeOf('rubbish')).toEqual(ended);
  expect(await codeOf('')).toEqual([400, 'VALIDATION_FAILED']);
  expect(await codeOf('a b')).toEqual([400, 'VALIDATION_FAILED']);
});

test('after an hour a preview shows nothing', async () => {
  const token = await tokenOf(draft);
  aheadMs = HOUR_MS - 10_000;
  expect((await show(token)).statusCode).toBe(200);
  aheadMs = HOUR_MS + 1;
  expect(await codeOf(token)).toEqual([404, 'PREVIEW_NOT_FOUND']);
  aheadMs = 0;
});

test('only a draft has a preview, and only for operators and up', async () => {
  const published = await openSale(api.deps);
  const refused = await make(published);
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'SALE_STATE']);
  const missing = await make({ id: '6650f1a2b3c4d5e6f7a8b9c0' });
  expect(missing.json().code).toBe('SALE_NOT_FOUND');
  expect((await make(draft, await api.signInAs('support'))).statusCode).toBe(403);
});

test('the picture of a draft is shown to who has its preview, and not by the preview of another', async () => {
  const [pictured, other] = [await makeDraft(), await makeDraft()];
  await api.inject({
    method: 'PUT',
    url: `/flash-sales/${pictured.id}/picture`,
    payload: webp,
    headers: { ...operator.headers, 'content-type': 'image/webp' },
  });
  const { url } = (await show(await tokenOf(pictured))).json().item.picture;
  const shown = await api.inject({ url });
  expect([shown.statusCode, shown.headers['cache-control']]).toEqual([200, 'private, no-store']);
  const foreign = new URL(url, 'http://api');
  foreign.searchParams.set('preview', await tokenOf(other));
  const refused = await api.inject({ url: foreign.pathname + foreign.search });
  expect(refused.statusCode).toBe(404);
});

test('a link outlives the publishing of its draft and says so, and shows nothing of an archived one', async () => {
  const sale = await makeDraft();
  const token = await tokenOf(sale);
  await api.deps.db.sales.update(sale.id, { status: 'OnSchedule' }, { version: sale.version });
  expect((await show(token)).json()).toMatchObject({ isPublished: true, item: { id: sale.id } });
  const dropped = await makeDraft();
  const old = await tokenOf(dropped);
  await api.inject({
    method: 'POST',
    url: `/flash-sales/${dropped.id}/archive`,
    payload: { reason: 'Not wanted any longer' },
    headers: operator.headers,
  });
  expect(await codeOf(old)).toEqual([404, 'PREVIEW_NOT_FOUND']);
});
