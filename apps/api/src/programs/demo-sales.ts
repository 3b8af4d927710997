import type { Sale } from '@flash/database';
import type { CreateSaleBody } from '@flash/shared-types';
import { phaseAt } from '../app/services/shared/wire.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A sale that ends within this time is followed by the next one already. */
const OVERLAP_MS = 10 * MINUTE_MS;

/** What is done to a sale after it was made. */
export type Afterwards = 'nothing' | 'sell most' | 'sell out' | 'sell some and end' | 'pause';

export interface DemoSale {
  /** Marks the sale as one of the demo's; the crowd only joins those. */
  productId: string;
  /** Whether a sale of this kind still shows what it is there for; if not, another one is made. */
  isGood(sale: Sale, now: number): boolean;
  /** Texts say nothing that stops being true while the sale is shown. */
  body: CreateSaleBody;
  /** A file of `demo-pictures`, without its ending. */
  picture: string;
  afterwards: Afterwards;
}

/** One sale in each state that a visitor may want to look at, made at `now`. */
export function demoSales(now: number): DemoSale[] {
  const at = (ms: number) => new Date(now + ms).toISOString();
  const running = { startsAt: at(-5 * MINUTE_MS), endsAt: at(12 * HOUR_MS) };
  return [
    {
      productId: 'demo-live',
      // One that a visitor has paused is left as it is.
      isGood: (sale, at) => isRunning(sale, at) && sale.currentQuantity > 0,
      afterwards: 'sell most',
      picture: 'night-runner',
      body: {
        name: 'Night Runner 2',
        description: 'A light running shoe in a numbered edition of 80 pairs.',
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
      isGood: (sale, at) => isRunning(sale, at) && sale.currentQuantity > sale.stock / 10,
      afterwards: 'nothing',
      picture: 'stoneware-mug',
      body: {
        name: 'Stoneware Mug',
        description: 'Thrown by hand, glazed in grey and blue. Holds 300 ml.',
        ...running,
        startingQuantity: 500,
        pricePerUnit: 18,
        timeZone: 'Europe/Paris',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-delivered',
      isGood: (sale, at) => isRunning(sale, at) && sale.currentQuantity > sale.stock / 10,
      afterwards: 'nothing',
      picture: 'stoneware-mug',
      body: {
        name: 'Stoneware Mug, Gift-Wrapped',
        description: 'The same mug in a gift box, sent to your address.',
        ...running,
        // Before the others: a caller who names no sale gets the newest, and may send no address.
        startsAt: at(-24 * HOUR_MS),
        startingQuantity: 200,
        pricePerUnit: 26,
        needsDeliveryAddress: true,
        deliveryCountries: ['AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GB', 'IT', 'NL', 'PT'],
        timeZone: 'Europe/Paris',
        identity: 'guest',
      },
    },
    {
      // Starts again and again: as one begins, the line of the next one opens.
      productId: 'demo-lobby',
      isGood: (sale, at) => phaseAt(sale, at) === 'lobby',
      afterwards: 'nothing',
      picture: 'harbour-lamp',
      body: {
        name: 'Harbour Lamp',
        description: 'A table lamp of enamelled steel. 20 are sold every quarter of an hour.',
        lobbyOpensAt: at(-MINUTE_MS),
        startsAt: at(15 * MINUTE_MS),
        endsAt: at(30 * MINUTE_MS),
        startingQuantity: 20,
        pricePerUnit: 249,
        holdTtlSeconds: 120,
        timeZone: 'Europe/Lisbon',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-scheduled',
      isGood: (sale, at) => phaseAt(sale, at) === 'scheduled',
      afterwards: 'nothing',
      picture: 'desk-clock',
      body: {
        name: 'Desk Clock',
        description: 'A quiet clock in walnut. Buyers sign in with an account for this sale.',
        lobbyOpensAt: at(23.5 * HOUR_MS),
        startsAt: at(24 * HOUR_MS),
        endsAt: at(26 * HOUR_MS),
        startingQuantity: 150,
        pricePerUnit: 96,
        timeZone: 'Europe/Berlin',
        identity: 'account',
      },
    },
    {
      productId: 'demo-paused',
      isGood: (sale, at) => isRunning(sale, at) && sale.paused !== null,
      afterwards: 'pause',
      picture: 'field-recorder',
      body: {
        name: 'Field Recorder',
        description: 'Two microphones and 30 hours of battery in an aluminium case.',
        ...running,
        startingQuantity: 60,
        pricePerUnit: 389,
        timeZone: 'Europe/Berlin',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-sold-out',
      // A visitor may have given some units back.
      isGood: (sale, at) => isRunning(sale, at) && sale.currentQuantity < sale.stock / 2,
      afterwards: 'sell out',
      picture: 'first-pressing',
      body: {
        name: 'First Pressing',
        description: 'Twelve copies of a first pressing, numbered and signed.',
        ...running,
        startingQuantity: 12,
        pricePerUnit: 34.5,
        timeZone: 'Europe/London',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-ended',
      isGood: (sale, at) => phaseAt(sale, at) === 'ended',
      afterwards: 'sell some and end',
      picture: 'winter-coat',
      body: {
        name: 'Winter Coat',
        description: 'A long coat of boiled wool, in charcoal.',
        ...running,
        startingQuantity: 40,
        pricePerUnit: 310,
        timeZone: 'Europe/Berlin',
        identity: 'guest',
      },
    },
    {
      productId: 'demo-draft',
      isGood: (sale, at) => phaseAt(sale, at) === 'draft' && sale.startsAt > at,
      afterwards: 'nothing',
      picture: 'spring-collection',
      body: {
        name: 'Spring Collection',
        description: 'Five pieces in linen, sold as one set.',
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

function isRunning(sale: Sale, now: number): boolean {
  const phase = phaseAt(sale, now);
  return (phase === 'open' || phase === 'paused') && sale.endsAt - now > OVERLAP_MS;
}
