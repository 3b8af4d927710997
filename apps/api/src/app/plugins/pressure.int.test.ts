import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';
import { SHED_LIMITS } from './pressure.ts';

let t: TestApp;
let viewer: SignedIn;
beforeAll(async () => {
  t = await buildTestApp({ shed: SHED_LIMITS });
  viewer = await t.signInAs('viewer');
});
afterAll(() => t.close());

/** Keeps the event loop from running, as more work than one core can do would. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end) {}
}

/** Blocks the loop until a new join is refused, as it is once a sample has seen the delay. */
async function overload(join: () => Promise<{ statusCode: number }>): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    block(400);
    if ((await join()).statusCode === 503) {
      return;
    }
  }
  throw new Error('never refused');
}

test('an overloaded process refuses joins before anything else, and never refuses to confirm', async () => {
  const sale = await openSale(t.deps, { startingQuantity: 5 });
  const holder = createBrowser(t, someone());
  expect((await holder.buy(sale)).statusCode).toBe(200);
  await serve(t.deps, sale.id);

  const origin = t.deps.env.clientOrigins[0] ?? '';
  await overload(() => createBrowser(t, someone()).buy(sale));
  block(400);
  const [refused, confirmed, page] = await Promise.all([
    createBrowser(t, someone()).buy(sale, { headers: { origin } }),
    holder.confirm(sale),
    t.inject({ url: `/flash-sales/${sale.id}`, headers: viewer.headers }),
  ]);
  // A page of the shop can read it.
  expect(refused.headers['access-control-allow-origin']).toBe(origin);
  expect(refused.json()).toMatchObject({ code: 'BUSY', retryAfterMs: expect.any(Number) });
  expect(confirmed.statusCode).toBe(200);
  expect(page.statusCode).toBe(200);
});
