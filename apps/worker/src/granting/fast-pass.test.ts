import type { LiveOrder, Orders } from '@flash/database';
import type { Engine } from '@flash/reservation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFastPass, FAST_PASS_MS } from './fast-pass.ts';

const owner = (unit: number) =>
  ({ id: `order${unit}`, saleId: 's', buyer: `b${unit}`, unit, fence: 70 + unit }) as LiveOrder;

interface World {
  /** What MongoDB says of the units; nothing: it never answers. */
  owners: LiveOrder[] | Error | null;
  settled: string;
  /** The order when it is read once more. */
  order: { live: boolean } | null;
}

/** Asks for units 1 and 2, and lets the time run in which MongoDB may answer. */
async function ask(changes: Partial<World>) {
  const world: World = { owners: [], settled: 'settled', order: { live: true }, ...changes };
  const said: string[] = [];
  const say = (...words: unknown[]) => void said.push(words.join(' '));
  const fastPass = createFastPass({
    engine: {
      async settle(_sale: string, { attempt, orderId, fromRecord }: Record<string, unknown>) {
        say('settle', orderId, attempt, fromRecord);
        return { kind: world.settled };
      },
      refund: async (_sale: string, { unit, attempt }: Record<string, unknown>) =>
        say('refund', unit, attempt),
    } as unknown as Engine,
    orders: {
      async liveByUnits() {
        if (world.owners instanceof Error) {
          throw world.owners;
        }
        return world.owners ?? new Promise(() => {});
      },
      byId: async () => world.order,
    } as unknown as Orders,
    alert: (kind) => say('alert', kind),
    onSilence: () => say('silence'),
  });
  const asking = fastPass('s', [1, 2]).catch(({ message }) => message as string);
  await vi.advanceTimersByTimeAsync(FAST_PASS_MS);
  return { units: await asking, said };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('units that no order owns are passed in as they are', async () => {
  expect(await ask({})).toEqual({ units: [1, 2], said: [] });
});

test('Redis is told of each order that owns one of the units, and then asked again which come next', async () => {
  expect(await ask({ owners: [owner(1), owner(2)] })).toEqual({
    units: null,
    said: [
      ...['settle order1 71 true', 'alert units'],
      ...['settle order2 72 true', 'alert units'],
    ],
  });
});

test.each([
  ['refunded', { live: false }],
  ['deleted', null],
])('the unit of an order that was %s since it was read is given back', async (_how, order) => {
  expect(await ask({ owners: [owner(2)], order })).toEqual({
    units: null,
    said: ['settle order2 72 true', 'alert units', 'refund 2 72'],
  });
});

test('an order that Redis does not take over ends the pass, and nothing is given back', async () => {
  const found = await ask({ owners: [owner(2), owner(1)], settled: 'halted', order: null });
  expect(found).toEqual({
    units: 'unit 2: halted',
    said: ['settle order2 72 true', 'alert units'],
  });
});

describe('no unit is passed in, and the silence is told', () => {
  test('when the read fails', async () => {
    expect(await ask({ owners: new Error('away') })).toEqual({ units: 'away', said: ['silence'] });
  });

  test('when MongoDB does not answer in time', async () => {
    expect(await ask({ owners: null })).toEqual({
      units: 'MongoDB did not say within 500 ms who owns the next units',
      said: ['silence'],
    });
  });
});
