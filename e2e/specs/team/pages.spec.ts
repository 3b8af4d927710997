import type { Page } from '@playwright/test';
import { apiUrl } from '../../support/call.ts';
import { expect, test } from '../../support/test.ts';
import { adminUrl, fillSignIn, member, signIn, someone } from '../../team/people.ts';
import {
  deadLinks,
  mayEnter,
  placesOf,
  type Role,
  roles,
  type Stage,
  setStage,
} from '../../team/places.ts';
import { sweep } from '../../team/sweep.ts';

test.use({ bypassCSP: true, contextOptions: { reducedMotion: 'reduce' } });

let stage: Stage;
test.beforeAll(async () => {
  stage = await setStage();
});

const main = (page: Page) => page.locator('main');
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('every page of the team fits a phone and a desk, light and dark, and is accessible', async ({
  page,
}) => {
  test.setTimeout(1_800_000);
  await signIn(page, await member('owner'));
  for (const { name, path, shows } of placesOf(stage)) {
    await page.goto(adminUrl(path));
    await sweep(page, name, () => expect(main(page).getByText(shows).first()).toBeVisible());
  }
  await page.goto(adminUrl('/dashboard/no/such/page'));
  await sweep(page, 'not-found', () => expect(heading(page)).toBeVisible());
  await page.goto(adminUrl('/dashboard/orders/6650f1a2b3c4d5e6f7a8b9c0'));
  await sweep(page, 'no-order', () => expect(page.getByText('No such order')).toBeVisible());
});

test('every page of the team has its heading while its data is on the way', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, await member('owner'));
  // Who the reader is, is known; everything else never arrives.
  await page.route(
    ({ origin, pathname }) => origin === apiUrl() && !pathname.startsWith('/api/auth/'),
    () => undefined,
  );
  for (const { name, path } of placesOf(stage)) {
    await page.goto(adminUrl(path));
    await expect(page.getByRole('navigation', { name: 'Main' }), name).toBeVisible();
    await expect(heading(page), name).toHaveCount(1);
  }
});

test('every page before sign-in is accessible on a phone and a desk, light and dark', async ({
  page,
}) => {
  test.setTimeout(600_000);
  for (const { name, path } of [{ name: 'login', path: '/login' }, ...deadLinks]) {
    await page.goto(adminUrl(path));
    await sweep(page, name, () => expect(page.getByRole('button').first()).toBeVisible());
  }
});

for (const role of roles) {
  test(`each page opens for a sufficient role and refuses others: ${role}`, async ({ page }) => {
    test.setTimeout(600_000);
    await signIn(page, await member(role));
    for (const place of placesOf(stage)) {
      await page.goto(adminUrl(place.path));
      const refusal = main(page).getByText('Not for your role');
      const content = main(page).getByText(place.shows).first();
      const [there, absent] = mayEnter(role, place) ? [content, refusal] : [refusal, content];
      await expect(there, `${place.name} as ${role}`).toBeVisible();
      await expect(absent, `${place.name} as ${role}`).toHaveCount(0);
    }
  });
}

test('the menu shows a role exactly the pages that it may open', async ({ browser }) => {
  const ways: Record<string, Role> = {
    Orders: 'support',
    Mail: 'support',
    Privacy: 'support',
    'Queue monitor': 'operator',
    Team: 'owner',
  };
  for (const role of roles) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, await member(role));
    const nav = page.getByRole('navigation', { name: 'Main' });
    for (const [name, least] of Object.entries(ways)) {
      const may = roles.indexOf(role) >= roles.indexOf(least);
      await expect(nav.getByRole('link', { name }), `${name} as ${role}`).toHaveCount(may ? 1 : 0);
    }
    await page.goto(adminUrl(`/dashboard/flash-sales/${stage.live.id}`));
    await expect(heading(page)).toContainText(stage.live.name);
    const mayPause = roles.indexOf(role) >= roles.indexOf('operator');
    await expect(page.getByRole('button', { name: /^Pause/ })).toHaveCount(mayPause ? 1 : 0);
    await context.close();
  }
});

test('the page for an insufficient role is accessible and fits a phone', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, await member('viewer'), `/dashboard/orders/${stage.orderId}`);
  await sweep(page, 'forbidden', () => expect(page.getByText('Not for your role')).toBeVisible());
});

test('a signed-out reader is sent to sign in and back, and a buyer is told to ask for a role', async ({
  page,
}) => {
  test.setTimeout(600_000);
  for (const { path } of placesOf(stage)) {
    await page.goto(adminUrl(path));
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(new URL(page.url()).searchParams.get('next')).toBe(path);
  }
  const { email } = await someone();
  await fillSignIn(page, email);
  await expect(page.getByRole('heading', { name: 'Not in the team yet' })).toBeVisible();
  for (const { path } of placesOf(stage)) {
    await page.goto(adminUrl(path));
    await expect(page.getByRole('heading', { name: 'Not in the team yet' })).toBeVisible();
  }
});
