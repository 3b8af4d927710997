import type { Sale } from '@flash/database';
import { PICTURE_BYTES_MAX } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../../testing/app.ts';
import { jpeg, png, pngChunk, webp, widePng } from '../../testing/pictures.ts';
import { openSale } from '../../testing/shop.ts';

let api: TestApp;
let operator: SignedIn;
let viewer: SignedIn;
let sale: Sale;
beforeAll(async () => {
  api = await buildTestApp();
  operator = await api.signInAs('operator');
  viewer = await api.signInAs('viewer');
  sale = await openSale(api.deps);
});
afterAll(() => api.close());

const put = (id: string, payload: Buffer | string, type = 'image/png', more = {}) =>
  api.inject({
    method: 'PUT',
    url: `/flash-sales/${id}/picture`,
    payload,
    headers: { ...operator.headers, 'content-type': type, ...more },
  });
const remove = (id: string) =>
  api.inject({
    method: 'DELETE',
    url: `/flash-sales/${id}/picture`,
    headers: operator.headers,
  });
const publicSale = async (id: string) =>
  (await api.inject({ url: '/flash-sales/public/sale', query: { flashSaleId: id } })).json().item;
const auditOf = async (id: string) => {
  const query = { flashSaleId: id };
  const log = await api.inject({ url: '/audit', query, headers: viewer.headers });
  return log.json().items.filter(({ action }: { action: string }) => action === 'sale.picture');
};

describe('the picture of a sale', () => {
  test.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/webp', webp],
  ])('%s is shown to all callers as it was sent', async (type, file) => {
    const answer = await put(sale.id, file, type);
    expect(answer.statusCode).toBe(200);
    const { picture, version } = answer.json();
    expect(picture).toMatchObject({ width: 3, height: 2 });
    expect(answer.headers.etag).toBe(`"${version}"`);
    await vi.waitFor(
      async () => {
        expect((await publicSale(sale.id)).picture).toEqual(picture);
        const list = await api.inject({ url: '/flash-sales/public' });
        expect(list.json().live[0].picture).toEqual(picture);
      },
      { timeout: 10_000 },
    );

    const shown = await api.inject({ url: picture.url });
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, type]);
    expect(shown.rawPayload.equals(file)).toBe(true);
    expect(shown.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'content-disposition': 'inline',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    const again = await api.inject({
      url: picture.url,
      headers: { 'if-none-match': String(shown.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  test('is kept for good only under the address that names its content', async () => {
    await put(sale.id, png);
    for (const query of ['', '?v=', '?v=another']) {
      const shown = await api.inject({ url: `/flash-sales/${sale.id}/picture${query}` });
      expect(shown.headers['cache-control']).toBe('public, max-age=1');
      expect(shown.rawPayload.equals(png)).toBe(true);
    }
  });

  test('has a narrower copy for phones and cards, which caches keep like the whole one', async () => {
    const { picture } = (await put(sale.id, widePng)).json();
    const copy = await api.inject({ url: `${picture.url}&w=640` });
    expect([copy.statusCode, copy.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(copy.rawPayload.length).toBeLessThan(widePng.length / 2);
    expect(copy.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const whole = await api.inject({ url: picture.url });
    expect(whole.rawPayload.equals(widePng)).toBe(true);
    expect(whole.headers.etag).not.toBe(copy.headers.etag);
    // A picture that is not as wide has no such copy; other widths do not exist.
    await put(sale.id, png);
    const small = await api.inject({ url: `/flash-sales/${sale.id}/picture?w=640` });
    expect(small.rawPayload.equals(png)).toBe(true);
    const odd = await api.inject({ url: `/flash-sales/${sale.id}/picture?w=641` });
    expect([odd.statusCode, odd.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  test('counts as an edit: once each time it changes, refused to a caller who saw an older sale', async () => {
    const { id, version } = await openSale(api.deps);
    const seen = { 'if-match': `"${version}"` };
    const first = await put(id, png, 'image/png', seen);
    expect(first.json().version).toBe(version + 1);
    const same = await put(id, png);
    expect([same.statusCode, same.json().version]).toEqual([200, version + 1]);
    const late = await put(id, jpeg, 'image/jpeg', seen);
    expect([late.statusCode, late.json().code]).toEqual([412, 'SALE_CHANGED']);
    expect((await api.deps.db.sales.get(id))?.picture?.type).toBe('image/png');

    const gone = await remove(id);
    expect([gone.statusCode, gone.json().picture]).toEqual([200, null]);
    expect((await remove(id)).json().version).toBe(version + 2);
    const url = first.json().picture.url;
    const shown = await api.inject({ url });
    expect([shown.statusCode, shown.json().code]).toEqual([404, 'PICTURE_NOT_FOUND']);
    const rows = await auditOf(id);
    expect(rows.map(({ after }: { after: { picture: unknown } }) => after.picture)).toEqual([
      null,
      expect.objectContaining({ type: 'image/png' }),
    ]);
  });

  test('survives an edit that sends back everything that was read', async () => {
    const { id } = await openSale(api.deps);
    const { picture, ...read } = (await put(id, png)).json();
    const payload = { ...read, picture: { url: 'http://evil.example/x.png' }, name: 'Renamed' };
    const url = `/flash-sales/${id}`;
    const edit = await api.inject({ method: 'PUT', url, payload, headers: operator.headers });
    expect(edit.json()).toMatchObject({ name: 'Renamed', picture });
  });

  test('of a draft is seen by the team alone', async () => {
    const { id } = await openSale(api.deps, { status: 'draft' });
    const { url } = (await put(id, png)).json().picture;
    const buyer = await api.signInAs(null);
    for (const headers of [{}, buyer.headers]) {
      const shown = await api.inject({ url, headers });
      expect([shown.statusCode, shown.json().code]).toEqual([404, 'SALE_NOT_FOUND']);
    }
    const shown = await api.inject({ url, headers: viewer.headers });
    expect([shown.statusCode, shown.headers['cache-control']]).toEqual([200, 'private, no-store']);
  });

  test('goes with its sale', async () => {
    const { id } = await openSale(api.deps);
    const { url } = (await put(id, png)).json().picture;
    const gone = await api.inject({
      method: 'DELETE',
      url: `/flash-sales/${id}`,
      headers: operator.headers,
    });
    expect(gone.statusCode).toBe(200);
    expect((await api.inject({ url })).statusCode).toBe(404);
    const left = await api.deps.db.db.collection('pictures').countDocuments({
      $expr: { $eq: [{ $substrCP: ['$_id', 0, 24] }, id] },
    });
    expect(left).toBe(0);
  });

  test('of an unknown sale is not found, and is not stored', async () => {
    const answer = await put('65a000000000000000000001', png);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'SALE_NOT_FOUND']);
    const kept = await api.deps.db.pictures.read('65a000000000000000000001', 'x');
    expect(kept).toBeNull();
  });
});

describe('what is no picture changes nothing', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const large = Buffer.concat([
    png.subarray(0, 33),
    pngChunk('tEXt', Buffer.alloc(600 * 1024)),
    png.subarray(33),
  ]);
  test.each([
    ['a name without the bytes', 'GIF89a', 'image/png', 400, 'PICTURE_INVALID'],
    ['half of one', png.subarray(0, -20), 'image/png', 400, 'PICTURE_INVALID'],
    ['one of another type', jpeg, 'image/png', 400, 'PICTURE_INVALID'],
    ['a drawing with scripts under the name of a PNG', svg, 'image/png', 400, 'PICTURE_INVALID'],
    ['nothing', '', 'image/png', 400, 'PICTURE_INVALID'],
    ['600 KB', large, 'image/png', 413, 'BODY_TOO_LARGE'],
    ['a drawing with scripts', svg, 'image/svg+xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a GIF', 'GIF89a', 'image/gif', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['JSON', '{"picture":"x"}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', 'a=b', 'multipart/form-data; boundary=x', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['two types at once', png, 'image/png, text/html', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s', async (_, payload, type, status, code) => {
    await put(sale.id, png);
    const before = await api.deps.db.sales.get(sale.id);
    const answer = await put(sale.id, payload, type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.json().detail).not.toMatch(/16 KB|application\/json/);
    expect(await api.deps.db.sales.get(sale.id)).toEqual(before);
  });

  test('a body without a type, and none at all', async () => {
    const url = `/flash-sales/${sale.id}/picture`;
    const none = await api.inject({ method: 'PUT', url, headers: operator.headers });
    expect([none.statusCode, none.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('exactly as much as allowed is taken, and other routes take no more than before', async () => {
    const room = PICTURE_BYTES_MAX - png.length - 12;
    const filler = pngChunk('tEXt', Buffer.alloc(room));
    const full = Buffer.concat([png.subarray(0, 33), filler, png.subarray(33)]);
    expect(full.length).toBe(PICTURE_BYTES_MAX);
    expect((await put(sale.id, full)).statusCode).toBe(200);
    const elsewhere = await api.inject({
      method: 'PUT',
      url: `/flash-sales/${sale.id}`,
      payload: png,
      headers: { ...operator.headers, 'content-type': 'image/png' },
    });
    expect(elsewhere.statusCode).toBe(415);
  });
});

test('two changes of a picture at once leave one whole picture', async () => {
  const { id } = await openSale(api.deps);
  const answers = await Promise.all([put(id, png), put(id, jpeg, 'image/jpeg'), remove(id)]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  const left = await api.deps.db.sales.get(id);
  const shown = await api.inject({ url: `/flash-sales/${id}/picture` });
  expect(shown.statusCode).toBe(left?.picture ? 200 : 404);
});

test('a picture does not outlive a sale that is deleted while it arrives', async () => {
  const { db } = api.deps;
  const made = await openSale(api.deps);
  const { put: store } = db.pictures;
  const spy = vi.spyOn(db.pictures, 'put').mockImplementationOnce(async (...args) => {
    expect((await db.sales.remove(made.id, { epoch: 1 })).kind).toBe('removed');
    await store(...args);
  });
  const answer = await put(made.id, png);
  spy.mockRestore();
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'SALE_NOT_FOUND']);
  const left = db.db.collection<{ _id: string }>('pictures');
  expect(await left.countDocuments({ _id: { $regex: `^${made.id}` } })).toBe(0);
});
