import type { Browser } from '@playwright/test';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { join, leave } from '../buyers.ts';
import { readGrants } from '../grants.ts';
import { openBrowser } from '../site/browser.ts';
import { largestPaintMs } from '../site/first-sight.ts';
import { heldAtAfter, pressToHoldMs } from '../site/turns.ts';
import { median } from '../stats.ts';

const PAINTS = 5;
const TURNS = 20;

/** What a buyer feels in a real browser: the first sight, the press, and the turn. */
export const site: Scenario = {
  name: 'site',
  needsSite: true,
  async run(bench) {
    const browser = await openBrowser();
    try {
      return [
        ...(await firstSight(bench, browser)),
        ...(await presses(bench, browser)),
        ...(await turns(bench, browser)),
      ];
    } finally {
      await browser.close();
    }
  },
};

const pageOf = (bench: Bench, saleId: string) => `${bench.site}/en/sales/${saleId}/`;

async function firstSight(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: 10 });
  const pages = {
    list: [`${bench.site}/en`, 'a.card'],
    sale: [pageOf(bench, saleId), 'input[name=email]'],
  } as const;
  const figures: Figure[] = [];
  for (const [name, [url, ready]] of Object.entries(pages)) {
    const times: number[] = [];
    for (let visit = 0; visit < PAINTS; visit += 1) {
      times.push(await largestPaintMs(browser, url, ready));
    }
    const what = `${name}: largest paint, CPU ÷ 4, slow 4G, median of ${PAINTS}`;
    figures.push({ what, value: median(times), unit: 'ms', goal: '< 2,500' });
  }
  return figures;
}

async function presses(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: TURNS + 1 });
  const times: number[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const email = `press-${turn}@load.test`;
    times.push(await pressToHoldMs(browser, pageOf(bench, saleId), email));
  }
  // The first one warms the server up.
  return both('press to visible hold', times.slice(1), '≤ 300');
}

async function turns(bench: Bench, browser: Browser): Promise<Figure[]> {
  const [connection] = await bench.connections(1);
  if (!connection) return [];
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const saleId = await bench.createSale({ startingQuantity: 1 });
    const first = await join(connection, saleId, turn);
    const serve = async () => void (await leave(connection, first));
    const email = `turn-${turn}@load.test`;
    const seenAt = await heldAtAfter(browser, pageOf(bench, saleId), email, serve);
    times.push(seenAt - readGrants(await bench.logOf(saleId)).lastAt);
  }
  return both('grant to “your turn” on screen', times, '≤ 1,000');
}

function both(what: string, times: number[], goal: string): Figure[] {
  return [
    { what: `${what}, median of ${times.length}`, value: median(times), unit: 'ms', goal },
    { what: `${what}, slowest`, value: Math.max(...times), unit: 'ms', goal },
  ];
}
