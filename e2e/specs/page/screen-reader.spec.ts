import { type Announced, recordAnnouncements } from '../../measure/announcements.ts';
import { choosePayment, joinSale, openSale, pay, sees } from '../../support/buyer-page.ts';
import { holder, type OtherBuyer, otherBuyer } from '../../support/other-buyer.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

const of = (heard: Announced[], role: string) =>
  heard.filter((announced) => announced.role === role).map(({ text }) => text);

test('the live regions of a sale are in its HTML', { tag: '@main' }, async ({ page }) => {
  const sale = await makeSale();
  const shell = await (await page.request.get(`/en/sales/${sale.id}/`)).text();
  expect(shell).toMatch(/<p role="status" aria-atomic="true"[^>]*><\/p>/);
  expect(shell).toMatch(/<p role="alert" aria-atomic="true"[^>]*><\/p>/);
});

test('a screen reader hears of joining and of each step, at most once in 30 seconds', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ startingQuantity: 1 });
  const first = await holder(sale);
  const others: OtherBuyer[] = [];
  for (let place = 0; place < 3; place += 1) {
    others.push(await otherBuyer(sale));
  }
  const leave = async (ahead: string) => {
    await others.pop()?.leave();
    await expect(page.locator('p.lead')).toHaveText(ahead);
  };
  await page.clock.install();
  const heard = await recordAnnouncements(page);
  await joinSale(page, sale);
  await sees(page, 'reserved');
  const joined = 'You are in line. 3 people ahead of you.';
  await expect.poll(() => of(heard, 'status')).toEqual([joined]);

  await leave('2 people ahead of you');
  expect(of(heard, 'status')).toEqual([joined]);
  await page.clock.fastForward(31_000);
  await expect.poll(() => of(heard, 'status')).toEqual([joined, '2 people ahead of you.']);

  await page.getByText(label('more'), { exact: true }).click();
  await page.getByLabel(label('quiet')).check();
  await leave('1 person ahead of you');
  await page.clock.fastForward(120_000);
  await leave('You are next.');
  expect(of(heard, 'status')).toHaveLength(2);
  expect(of(heard, 'alert')).toEqual([]);

  await first.leave();
  await sees(page, 'held');
  await expect
    .poll(() => of(heard, 'alert'))
    .toEqual(['It is your turn. Unit 1 is reserved for you.']);
  expect(of(heard, 'status')).toHaveLength(2);
});

test('a screen reader hears the time left at its marks, and not the ticking countdown', {
  tag: '@main',
}, async ({ page }) => {
  const sale = await makeSale({ holdTtlSeconds: 900 });
  await page.clock.install();
  const heard = await recordAnnouncements(page);
  await joinSale(page, sale);
  await sees(page, 'held');
  const timer = page.getByRole('timer');
  await expect(timer).not.toHaveAttribute('aria-live', /.*/);
  const marks = {
    10: '10 minutes',
    5: '5 minutes',
    2: '2 minutes',
    1: '1 minute',
    0.5: '30 seconds',
  };
  for (const minutes of [10, 5, 2, 1, 0.5] as const) {
    // The next answer of the server corrects the clock of the page.
    await expect(timer).toHaveText(/14:\d\d/);
    await page.clock.fastForward(900_000 - minutes * 60_000);
    await expect.poll(() => of(heard, 'status').at(-1)).toBe(`${marks[minutes]} left to pay.`);
  }
  const ofTheTime = Object.values(marks).map((left) => `${left} left to pay.`);
  const [first, ...others] = of(heard, 'status');
  // The page may have seen the place in line before it saw the hold.
  const spoken = first?.startsWith('You are in line.') ? others : [first, ...others];
  expect(spoken.toSorted()).toEqual(ofTheTime.toSorted());
  expect(of(heard, 'timer')).toEqual([]);
});

test('a screen reader hears each failed payment and the expiry', async ({ page }) => {
  const sale = await makeSale({ holdTtlSeconds: 20, extensions: 0 });
  const heard = await recordAnnouncements(page);
  await joinSale(page, sale);
  await sees(page, 'ending');
  await choosePayment(page, 'decline');
  const failed = 'The payment did not go through. Your reservation is kept.';
  for (const times of [1, 2]) {
    await pay(page);
    await expect
      .poll(() => of(heard, 'alert').filter((text) => text === failed))
      .toHaveLength(times);
  }
  await expect(page.locator('p[role=alert]')).toHaveText(/expired/, { timeout: 40_000 });
  expect(of(heard, 'alert')).toEqual([
    'It is your turn. Unit 1 is reserved for you.',
    failed,
    failed,
    'Your reservation has expired. Nothing was charged.',
  ]);
});

test('an announcement disappears with its state', async ({ page }) => {
  const sale = await makeSale();
  await joinSale(page, sale);
  await sees(page, 'held');
  await expect(page.locator('p[role=alert]')).toHaveText(/your turn/);
  await pay(page);
  await sees(page, 'sold');
  await expect(page.locator('p[role=alert]')).toBeEmpty();
  await expect(page.locator('p[role=status]')).toHaveText('Order confirmed.');
  await openSale(page, sale);
  await expect(page.locator('p[role=alert]')).toBeEmpty();
});
