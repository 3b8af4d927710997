import { createServer, type Server } from 'node:http';
import { findFreePort } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dashboards } from '../grafana/definitions.ts';
import { basesIn, exprsOf, readRules } from './expressions.ts';
import { type Observed, startObserved } from './observed.ts';
import { BUYERS, SOLD, tellStory, UNITS } from './story.ts';

let receiver: Server;
let observed: Observed;
let told: Awaited<ReturnType<typeof tellStory>>;

beforeAll(async () => {
  const port = await findFreePort();
  receiver = createServer((_, answer) => answer.end()).listen(port, '127.0.0.1');
  process.env.ALERT_WEBHOOK_URL = `http://127.0.0.1:${port}/`;
  observed = await startObserved();
  told = await tellStory(observed);
}, 600_000);
afterAll(async () => {
  await observed?.close();
  receiver?.close();
});

describe('what Prometheus tells of a sale that it scraped', () => {
  test('is the sale as it was: stock, sold units and the line, once however many processes export them', async () => {
    const { saleId } = told;
    const units = (state: string) =>
      `sale:flash_sale_units:max{sale="${saleId}", state="${state}"}`;
    await observed.seen(`${units('sold')} == ${SOLD}`);
    expect(await observed.numberOf(units('stock'))).toBe(UNITS);
    expect(
      await observed.numberOf(
        `sum(${units('free|held|claimed|sold').replace('state=', 'state=~')})`,
      ),
    ).toBe(UNITS);
    expect(Math.max(...(await observed.history(units('waiting'))))).toBe(BUYERS - UNITS + 1);
    expect(await observed.db.orders.countLive(saleId)).toBe(SOLD);
  });

  test('adds up over the workers to what the logs of the sales say', async () => {
    const heads = await Promise.all(told.saleIds.map((id) => observed.db.blocks.last(id)));
    const granted = heads.reduce((sum, head) => sum + (head?.totals?.granted ?? 0), 0);
    expect(granted).toBeGreaterThan(UNITS);
    expect(await observed.numberOf('count(up{job="worker"} == 1)')).toBe(2);
    expect(await observed.numberOf('sum(flash_holds_granted_total)')).toBe(granted);
  });

  test.each([
    ['Redis was emptied', 'sum(flash_restores_total) > 1'],
    ['its epoch rose', 'max(flash_sale_epoch) > 1'],
    ['a worker raised an alert', 'sum(flash_alerts_total) > 0'],
    ['MongoDB was out of reach', 'max_over_time(flash_database_away[5m]) == 1'],
    ['a limit refused a program', 'sum(flash_limited_requests_total) > 0'],
    [
      'every unit was held or sold before any came back',
      'min_over_time(flash_sale_units{state="free"}[5m]) == 0',
    ],
  ])('holds that %s', async (_, query) => {
    expect(await observed.ask('query', { query })).not.toEqual([]);
  });
});

/** Zero as long as nothing is wrong for longer than a moment; promtool shows that its alert fires. */
const quiet = new Set(['flash_invariant_delta']);

describe('during a real sale', () => {
  const rules = readRules();
  const shown = exprsOf(dashboards);

  test('every metric that a panel or rule reads moved', async () => {
    const names = new Set([...shown, ...rules.map(({ expr }) => expr)].flatMap(basesIn));
    const still: string[] = [];
    for (const name of names) {
      const values = await observed.history(`{__name__=~"${name}(_count)?"}`);
      if (values.length === 0 || (!quiet.has(name) && !values.some((value) => value > 0))) {
        still.push(name);
      }
    }
    expect(still).toEqual([]);
  });

  test('every curve of every panel shows something', async () => {
    const empty: string[] = [];
    for (const expr of shown) {
      const values = (await observed.history(expr)).filter((value) => !Number.isNaN(value));
      if (values.length === 0) {
        empty.push(expr);
      }
    }
    expect(empty).toEqual([]);
  });

  test('every metric that the processes export is in a panel or rule', async () => {
    const pages = await Promise.all(
      [...observed.stack.apis, ...observed.stack.workers].map(async (url) =>
        (await fetch(`${url}/metrics`)).text(),
      ),
    );
    const exported = pages.flatMap((page) => page.match(/(?<=^# TYPE )flash_[a-z_]+/gm) ?? []);
    const known = new Set([...shown, ...rules.map(({ expr }) => expr)].flatMap(basesIn));
    expect(exported.length).toBeGreaterThan(25);
    expect([...new Set(exported)].filter((name) => !known.has(name))).toEqual([]);
  });
});
