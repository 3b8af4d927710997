import { type Endpoint, endpoints } from '@flash/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  owner = await api.signInAs('owner');
});
afterAll(() => api.close());

/** Keeps what a shared cache may keep, and answers the next request for the same address with it. */
function createProxy() {
  const kept = new Map<string, string>();
  return {
    async get(url: string, headers: Record<string, string> = {}): Promise<string> {
      const known = kept.get(url);
      if (known !== undefined) {
        return known;
      }
      const answer = await api.inject({ url, headers });
      const rules = String(answer.headers['cache-control'] ?? '');
      if (!/private|no-store/.test(rules)) {
        kept.set(url, answer.body);
      }
      return answer.body;
    },
  };
}

test('two buyers behind one caching proxy each see their own place, order and receipt', async () => {
  const proxy = createProxy();
  const sale = await openSale(api.deps);
  const buyers = [createBrowser(api, someone()), createBrowser(api, someone())];
  for (const buyer of buyers) {
    await buyer.buy(sale);
  }
  await serve(api.deps, sale.id);
  const orders: string[] = [];
  for (const buyer of buyers) {
    orders.push((await buyer.confirm(sale)).json().orderId);
  }
  const as = (i: number) => ({ 'x-ticket': buyers[i]?.ticket(sale) ?? '' });

  for (const i of [0, 1]) {
    const [own = '', other = ''] = i === 0 ? orders : [...orders].reverse();
    const line = await proxy.get(`/flash-sales/${sale.id}/line`, as(i));
    expect(line).toContain('"sold":2');
    const mine = await proxy.get('/orders/by-email', as(i));
    expect(mine).toContain(own);
    expect(mine).not.toContain(other);
    expect(await proxy.get(`/orders/${own}`, as(i))).toContain(buyers[i]?.email);
    expect(await proxy.get(`/orders/${own}`, as(1 - i))).toContain('NO_PROOF');
  }
  expect(await proxy.get('/orders/by-email')).not.toContain('@');
});

test('no answer of a personal endpoint may be kept by a cache that others share', async () => {
  const personal = Object.values<Endpoint>(endpoints).filter(
    ({ role, method, media }) =>
      role !== 'public' && method === 'GET' && media === 'application/json',
  );
  for (const { path } of personal) {
    const url = path.replace(/:[A-Za-z]+/g, '6650f1a2b3c4d5e6f7a8b9c0');
    for (const headers of [{}, owner.headers]) {
      const answer = await api.inject({ url, headers });
      expect(answer.headers['cache-control'], url).toMatch(/no-store/);
    }
  }
});
