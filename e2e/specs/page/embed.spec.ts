import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { resolve as resolvePath } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { pay, sees } from '../../support/buyer-page.ts';
import { holder } from '../../support/other-buyer.ts';
import { anEmail, makeSale, type Sale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';
import { inspect } from '../../team/inspect.ts';

const at = (path: string) => resolvePath(import.meta.dirname, '../../..', path);
const api = () => process.env.E2E_API ?? '';
const merchant = () => process.env.E2E_MERCHANT ?? '';

/** Pages of another shop: the element under a policy that lets in only it and its calls, and the example. */
let server: Server;
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [at('libs/client/src/package.ts')],
    tsconfig: at('tsconfig.base.json'),
    bundle: true,
    write: false,
    format: 'esm',
  });
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', merchant());
    if (pathname === '/client.js') {
      response.setHeader('content-type', 'text/javascript');
      return response.end(outputFiles[0]?.contents);
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (pathname === '/browser.html') {
      return response.end(readFileSync(at('docs/examples/browser.html')));
    }
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${api()}; connect-src ${api()}`,
    );
    response.end(pageWith(searchParams.get('sale') ?? '', searchParams.get('lang') ?? 'en'));
  });
  const { hostname, port } = new URL(merchant());
  await new Promise<void>((resolve) => server.listen(Number(port), hostname, resolve));
});
test.afterAll(() => {
  server.close();
});

const pageWith = (sale: string, lang: string) => `<!doctype html>
  <html lang="${lang}"><head><title>Another shop</title>
  <meta name="viewport" content="width=device-width">
  <meta name="color-scheme" content="light dark">
  <script src="${api()}/embed/v1/flash-sale.js" async></script></head>
  <body><main><h1>Another shop</h1><flash-sale sale="${sale}"></flash-sale></main></body></html>`;

const open = (page: Page, { id }: Sale, lang = 'en') =>
  page.goto(`${merchant()}/?sale=${id}&lang=${lang}`);

async function joinIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(anEmail());
  await page.getByRole('button', { name: 'Join the line' }).click();
}

test('a page of another shop shows sale, line and turn without a cookie, and the place is paid for on ours', async ({
  page,
  context,
}) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  await open(page, sale);
  await expect(page.getByRole('heading', { name: sale.name })).toBeVisible();
  await joinIn(page);
  const state = page.getByRole('status');
  await expect(state).toHaveText('You are number 1 in line.');
  await page.reload();
  await expect(state).toHaveText('You are number 1 in line.');

  await first.leave();
  await expect(state).toContainText('It is your turn.');
  await expect(page.getByRole('timer')).toHaveText(/^1[45]:\d\d$/);
  expect(await context.cookies()).toEqual([]);

  const popup = page.waitForEvent('popup');
  await page.getByRole('button', { name: /^Go to payment/ }).click();
  const shop = await popup;
  await shop.getByRole('button', { name: words.en.device.openHere }).click();
  await sees(shop, 'held');
  await pay(shop);
  await sees(shop, 'sold');
  await expect(state).toHaveText('Order confirmed.');
});

test('the example for browsers joins, waits for its turn and pays', async ({ page, context }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  await page.goto(`${merchant()}/browser.html?api=${encodeURIComponent(api())}&sale=${sale.id}`);
  await page.getByLabel('E-mail').fill(anEmail());
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByRole('status')).toContainText('paid');
  expect(await context.cookies()).toEqual([]);
});

test.describe('the element', () => {
  test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

  for (const lang of ['en', 'de', 'ar'] as const) {
    test(`is accessible on a phone and a desk, light and dark: ${lang}`, async ({ page }) => {
      const sale = await makeSale({ startingQuantity: 1 });
      await open(page, sale, lang);
      await expect(page.getByRole('heading', { name: sale.name })).toBeVisible();
      await inspect(page, `embed-open-${lang}`);
      await page.locator('input[name=email]').fill(anEmail());
      await page.locator('button[type=submit]').click();
      await expect(page.getByRole('timer')).toBeVisible();
      await inspect(page, `embed-held-${lang}`);
    });
  }
});
