import type { Browser } from '@playwright/test';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { join, leave } from '../buyers.ts';
import { readGrants } from '../grants.ts';
import { desk, openBrowser } from '../site/browser.ts';
import { largestPaintMs } from '../site/first-sight.ts';
import { givePicture } from '../site/picture.ts';
import { heldAtAfter, type Press, pressToHold } from '../site/turns.ts';
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
  const pictured = await bench.createSale({ startingQuantity: 10 });
  const kilobytes = Math.round((await givePicture(bench, browser, pictured)) / 1_000);
  const ready = 'input[name=email]';
  const pages: [name: string, url: string, ready: string, viewport?: typeof desk][] = [
    ['list', `${bench.site}/en`, 'a.card'],
    ['sale', pageOf(bench, saleId), ready],
    [`sale, picture of ${kilobytes} kB`, pageOf(bench, pictured), ready],
    ['the same, on a desk', pageOf(bench, pictured), ready, desk],
  ];
  const figures: Figure[] = [];
  for (const [name, ...page] of pages) {
    const times: number[] = [];
    for (let visit = 0; visit < PAINTS; visit += 1) {
      times.push(await largestPaintMs(browser, ...page));
    }
    const what = `${name}: largest paint, CPU ÷ 4, slow 4G, median of ${PAINTS}`;
    figures.push({ what, value: median(times), unit: 'ms', goal: '< 2,500' });
  }
  return figures;
}

async function presses(bench: Bench, browser: Browser): Promise<Figure[]> {
  const saleId = await bench.createSale({ startingQuantity: TURNS + 1 });
  const presses: Press[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const email = `press-${turn}@load.test`;
    presses.push(await pressToHold(browser, pageOf(bench, saleId), email));
  }
  // The first one warms the server up.
  const [, ...counted] = presses;
  const times = counted.map(({ ms }) => ms);
  const slowest = counted.find(({ ms }) => ms === Math.max(...times));
  return [
    ...both('press to visible hold', times, '≤ 300'),
    {
      what: 'of the slowest, until the answer was there',
      value: slowest?.answerMs ?? Number.NaN,
      unit: 'ms',
      goal: '',
    },
  ];
}

async function turns(bench: Bench, browser: Browser): Promise<Figure[]> {
  const [connection] = await bench.connections(1);
  if (!connection) {
    return [];
  }
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
