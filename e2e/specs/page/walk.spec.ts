import type { Seeded } from '@flash/testing';
import { type OtherBuyer, otherBuyer } from '../../support/other-buyer.ts';
import { anEmail, makeSale, type Sale } from '../../support/shop.ts';
import { test } from '../../support/test.ts';
import { type Event, walk } from '../../walk/walk.ts';

const SHORT_SECONDS = 18;
const SHORT_SEED = 1;
const LONG_SECONDS = 240;
/** Other languages write numbers in other ways; the last one ends the test of the page itself. */
const NEVER = /Deutsch|العربية|English|Print/;

interface Shop {
  sales: Sale[];
  starts: string[];
  events: Event[];
}

/** Sales in different states, and what others do in them. */
async function openShop(): Promise<Shop> {
  const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
  const sales = await Promise.all([
    makeSale({ startingQuantity: 5, pricePerUnit: 19.99 }),
    makeSale({ startingQuantity: 1, pricePerUnit: 25 }),
    makeSale({ startingQuantity: 2, pricePerUnit: 0, holdTtlSeconds: 12 }),
    makeSale({ lobbyOpensAt: soon(4), startsAt: soon(14), startingQuantity: 3 }),
  ]);
  const others: OtherBuyer[] = [];
  const refused = () => undefined;
  const join = async (sale: Sale | undefined) => {
    if (sale) {
      others.push(await otherBuyer(sale));
    }
  };
  await join(sales[1]);
  await join(sales[1]);
  const events: Event[] = [
    { name: 'another buyer joins', run: (random) => join(random.pick(sales)).catch(refused) },
    {
      name: 'another buyer leaves',
      run: async (random) => random.pick(others)?.leave().catch(refused),
    },
    {
      name: 'another buyer pays',
      run: async (random) => void (await random.pick(others)?.pay().catch(refused)),
    },
    {
      name: 'a sale is paused',
      run: async (random) => random.pick(sales)?.pause('We are checking something.').catch(refused),
    },
    { name: 'a sale goes on', run: async (random) => random.pick(sales)?.resume().catch(refused) },
  ];
  const starts = ['/en', ...sales.map(({ id }) => `/en/sales/${id}/`), '/en/orders'];
  return { sales, starts, events };
}

const email = anEmail();
function textFor(name: string, random: Seeded): string {
  if (/mail/i.test(name)) {
    return email;
  }
  return random.pick(['Ada Lovelace', '+49 30 1234', 'a wrong passphrase', '']) ?? '';
}

test('any walk over the shop meets one heading, a next step, a place that never grows and a countdown that only falls', {
  tag: '@main',
}, async ({ page }) => {
  const { starts, events } = await openShop();
  await walk({
    page,
    starts,
    events,
    never: NEVER,
    textFor,
    seconds: SHORT_SECONDS,
    seed: SHORT_SEED,
  });
});

test('a long walk over the shop meets the same', async ({ page }) => {
  test.setTimeout(600_000);
  const { starts, events } = await openShop();
  await walk({ page, starts, events, never: NEVER, textFor, seconds: LONG_SECONDS });
});
