import type { CreateSaleBody } from '@flash/shared-types';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is done to a sale after it was made. */
export type Afterwards = 'nothing' | 'sell most' | 'sell out' | 'sell some and end' | 'pause';

export interface DemoSale {
  /** Marks the sale as one of the demo's; the crowd only joins those. */
  productId: string;
  /** While the sale is in one of these phases, it need not be made again. */
  good: readonly string[];
  body: CreateSaleBody;
  afterwards: Afterwards;
}

/** One sale in each state that a person may want to look at. */
export function demoSales(now: number): DemoSale[] {
  const at = (ms: number) => new Date(now + ms).toISOString();
  const running = { startsAt: at(-5 * MINUTE_MS), endsAt: at(12 * HOUR_MS) };
  return [
    {
      productId: 'demo-live',
      good: ['open'],
      afterwards: 'sell most',
      body: {
        name: 'Night Runner 2',
        description: 'A numbered edition, nearly gone. The line moves while you watch.',
        ...running,
        startingQuantity: 80,
        pricePerUnit: 129.9,
        holdTtlSeconds: 120,
        extensions: 1,
        extensionSeconds: 60,
        timeZone: 'Europe/Berlin',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-calm',
      good: ['open'],
      afterwards: 'nothing',
      body: {
        name: 'Stoneware Mug',
        description: 'Enough for everyone, and no line: yours as soon as you ask.',
        ...running,
        startingQuantity: 500,
        pricePerUnit: 18,
        timeZone: 'Europe/Paris',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-lobby',
      good: ['lobby', 'scheduled', 'open'],
      afterwards: 'nothing',
      body: {
        name: 'Harbour Lamp',
        description: 'The lobby is open: take a place now, the sale begins soon.',
        lobbyOpensAt: at(-MINUTE_MS),
        startsAt: at(30 * MINUTE_MS),
        endsAt: at(6 * HOUR_MS),
        startingQuantity: 120,
        pricePerUnit: 249,
        timeZone: 'Europe/Lisbon',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-paused',
      good: ['paused'],
      afterwards: 'pause',
      body: {
        name: 'Field Recorder',
        description: 'Paused by the organiser. Places are kept.',
        ...running,
        startingQuantity: 60,
        pricePerUnit: 389,
        timeZone: 'Europe/Berlin',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-sold-out',
      good: ['open'],
      afterwards: 'sell out',
      body: {
        name: 'First Pressing',
        description: 'Gone in seconds.',
        ...running,
        startingQuantity: 12,
        pricePerUnit: 34.5,
        timeZone: 'Europe/London',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-ended',
      good: ['ended'],
      afterwards: 'sell some and end',
      body: {
        name: 'Winter Coat',
        description: 'Over. Some were left.',
        ...running,
        startingQuantity: 40,
        pricePerUnit: 310,
        timeZone: 'Europe/Berlin',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-draft',
      good: ['draft'],
      afterwards: 'nothing',
      body: {
        name: 'Spring Collection',
        description: 'Only the team sees this.',
        startsAt: at(48 * HOUR_MS),
        endsAt: at(50 * HOUR_MS),
        startingQuantity: 1_000,
        pricePerUnit: 79,
        timeZone: 'America/New_York',
        identity: 'account',
        draft: true,
      },
    },
  ];
}
