import { joinAll, leave, spread } from '../../../bench/buyers.ts';
import { openConnection } from '../../../bench/connection.ts';
import { median } from '../../../bench/stats.ts';
import { keyDelays, retainedMemory } from '../../measure/responsiveness.ts';
import { joinSale, sees } from '../../support/buyer-page.ts';
import { apiUrl } from '../../support/call.ts';
import { makeSale } from '../../support/shop.ts';
import { expect, test } from '../../support/test.ts';
import { label } from '../../support/words.ts';

const CROWD = 10_000;
const DELAY_MS_MAX = 100;
const GROWTH_BYTES_MAX = 5_000_000;
/** So many different ranks are watched, each as seldom as the server paces a buyer far back in the line. */
const RANKS = 4;

test('a page behind ten thousand people stays small and responsive while the line moves', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const sale = await makeSale({ startingQuantity: 100 });
  await sale.pause('The line fills first');
  const connections = await Promise.all(Array.from({ length: 32 }, () => openConnection(apiUrl())));
  const crowd = await joinAll(connections, sale.id, CROWD);
  const delays = await keyDelays(page);
  await joinSale(page, sale);
  await sees(page, 'paused');
  await expect(page.locator('p.lead')).toHaveText('10,000 people ahead of you');
  await sale.resume();

  const leaving = spread(connections.slice(0, 2), crowd.slice(0, CROWD / 2), leave);
  await page.getByText(label('details')).click();
  await page.getByLabel(label('name')).focus();
  const devtools = await page.context().newCDPSession(page);
  const before = await retainedMemory(devtools);
  const ranks = new Set<string>();
  while (ranks.size < RANKS) {
    await page.keyboard.type('Ada ', { delay: 50 });
    await page.getByLabel(label('name')).fill('');
    ranks.add((await page.locator('.rank-number').textContent()) ?? '');
  }
  const after = await retainedMemory(devtools);
  await leaving;
  for (const connection of connections) {
    connection.close();
  }

  const numbers = [...ranks].map((rank) => Number(rank.replaceAll(',', '')));
  expect(numbers).toEqual(numbers.toSorted((left, right) => right - left));
  expect(median(delays)).toBeLessThan(DELAY_MS_MAX);
  expect(after.bytes - before.bytes).toBeLessThan(GROWTH_BYTES_MAX);
  expect(after.nodes - before.nodes).toBeLessThan(1_000);
  const report = { delayMs: median(delays), keys: delays.length, before, after, numbers };
  test.info().annotations.push({ type: 'crowd', description: JSON.stringify(report) });
});
