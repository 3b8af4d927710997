import { readFileSync } from 'node:fs';
import { defaultTerms } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { anOverview } from '../../live-console/overview.fixture.ts';
import { aSale } from '../../sale/sale.fixture.ts';
import { newDraft, type SaleDraft } from '../model.ts';
import { leftWords, type ShownSale, shopWords, shownSale } from './shown-sale.ts';

const now = Date.parse('2027-06-01T08:00:00Z');

/** 30 minutes of line from 11:30, a start at 12:00 and an end at 14:00, all in Berlin. */
const aDraft = (change: Partial<SaleDraft> = {}): SaleDraft => ({
  ...newDraft(now, 'Europe/Berlin', { terms: defaultTerms, currency: 'EUR' }),
  name: 'Night Runner 2',
  startsAt: '2027-06-01T12:00',
  endsAt: '2027-06-01T14:00',
  startingQuantity: '1200',
  pricePerUnit: '129,90',
  ...change,
});
const at = (time: string) => Date.parse(`2027-06-01T${time}:00Z`);
const fact = ({ facts }: ShownSale, name: string) =>
  facts.find(({ label }) => label === name)?.words;

test('the words of the preview are those of the shop', () => {
  const file = new URL('../../../../site-web/messages/en.json', import.meta.url);
  const messages = JSON.parse(readFileSync(file, 'utf8'));
  expect(messages).toMatchObject(shopWords);
});

describe('the preview of a draft', () => {
  test('says where it is delivered to, where it is delivered', () => {
    expect(fact(shownSale(aDraft(), now), 'Delivery')).toBeUndefined();
    const anywhere = aDraft({ needsDeliveryAddress: true });
    expect(fact(shownSale(anywhere, now), 'Delivery')).toMatch(/^To the address/);
    const named = { ...anywhere, deliveryCountries: 'DE,AT' };
    expect(fact(shownSale(named, now), 'Delivery')).toBe('To an address in: Austria, Germany');
  });

  test('shows name, price and units as buyers read them', () => {
    const shown = shownSale(aDraft(), now);
    expect(shown).toMatchObject({ name: 'Night Runner 2', price: '€129.90', badge: 'upcoming' });
    expect(shown.stock && leftWords(shown.stock, shown.phase)).toEqual({
      left: '1,200',
      rest: 'units',
    });
  });

  test('shows times in the zone of the sale, whatever the zone of the reader', () => {
    const shown = shownSale(aDraft(), now);
    expect(fact(shown, 'Line opens')).toMatch(/Tue, Jun 1, 11:30\sAM GMT\+2/);
    expect(fact(shown, 'Starts')).toMatch(/Tue, Jun 1, 12:00\sPM GMT\+2/);
    expect(fact(shownSale(aDraft({ timeZone: 'Asia/Tokyo' }), now), 'Starts')).toMatch(
      /12:00\sPM GMT\+9/,
    );
  });

  test('calls an empty price free, and shows no price for one that is not a number', () => {
    expect(shownSale(aDraft({ pricePerUnit: '' }), now).price).toBe('Free');
    expect(shownSale(aDraft({ pricePerUnit: 'a lot' }), now).price).toBeNull();
    expect(shownSale(aDraft({ pricePerUnit: '-1' }), now).price).toBeNull();
  });

  test('leaves out what the form has not got yet', () => {
    const shown = shownSale(
      aDraft({ name: '  ', startsAt: '', startingQuantity: 'many', holdMinutes: '' }),
      now,
    );
    expect(shown).toMatchObject({ name: null, stock: null, next: null });
    expect(fact(shown, 'Starts')).toBeNull();
    expect(fact(shown, 'Time to pay')).toBeNull();
  });

  test('names no opening of the line when it opens with the sale', () => {
    const shown = shownSale(aDraft({ lobbyMinutes: '0' }), now);
    expect(fact(shown, 'Line opens')).toBeUndefined();
  });

  test.each([
    ['09:00', 'upcoming', 'Opens in 30 min'],
    ['09:40', 'lobby', 'Starts in 20 min'],
    ['11:00', 'live', 'Ends in 1 h 0 min'],
  ])('at %s says what buyers would see then', (time, badge, next) => {
    expect(shownSale(aDraft(), at(time))).toMatchObject({ badge, next });
  });

  test('shows a sale whose end has passed as ended', () => {
    const shown = shownSale(aDraft(), at('12:30'));
    expect(shown).toMatchObject({ phase: 'ended', badge: 'ended' });
    expect(shown.next).toMatch(/^Ended Tue, Jun 1, 2:00\sPM GMT\+2$/);
  });
});

describe('the preview of a published sale', () => {
  test('shows the counts of its line instead of the units in the form', () => {
    const overview = anOverview({ stock: 10, free: 3, held: 2, sold: 4, claimed: 1, waiting: 7 });
    const sale = aSale({ phase: 'open' });
    const shown = shownSale(aDraft({ startingQuantity: '99' }), at('11:00'), { sale, overview });
    expect(shown.stock).toEqual({ stock: 10, sold: 5, held: 2, waiting: 7 });
    expect(shown.stock && leftWords(shown.stock, shown.phase)).toEqual({
      left: '3',
      rest: 'of 10 left',
    });
  });

  test('says that all units are on hold, and that all are sold', () => {
    const sale = aSale({ phase: 'open' });
    const badge = (counts: Parameters<typeof anOverview>[0]) =>
      shownSale(aDraft(), at('11:00'), { sale, overview: anOverview(counts) }).badge;
    expect(badge({ stock: 10, free: 0, held: 2, sold: 8, claimed: 0 })).toBe('allHeld');
    expect(badge({ stock: 10, free: 0, held: 0, sold: 10, claimed: 0 })).toBe('soldOut');
  });

  test('stays paused while it is paused', () => {
    const sale = aSale({ phase: 'paused' });
    expect(shownSale(aDraft(), at('11:00'), { sale }).badge).toBe('paused');
  });

  test('says of a sale that the team ended that it ended early', () => {
    const sale = aSale({ phase: 'ended' });
    expect(shownSale(aDraft(), at('11:00'), { sale }).next).toBe('Ended early');
  });
});
