import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { endpoints } from './endpoints/all.ts';

/** Nothing of this may pass for a string, a number or an id anywhere. */
const poison: unknown[] = [
  { $gt: '' },
  ['a'],
  {},
  null,
  true,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '\0',
  'a\r\nb',
  '{sale}',
  'a:b',
  '*',
  'x'.repeat(70_000),
  '\ud800',
];

/** Odd, but valid text. */
const isText = (value: unknown) => value === '{sale}' || value === 'a:b' || value === '*';

const address = { line1: 'Main Street 1', postcode: '10115', city: 'Berlin', country: 'DE' };
const place = { email: 'ada@example.org', flashSaleId: 'abc' };
const sale = {
  name: 'Shoe',
  startsAt: '2026-06-01T10:00:00Z',
  endsAt: '2026-06-01T13:00:00+02:00',
  startingQuantity: 5,
};
const [createBody, buyBody] = [endpoints.createSale.body, endpoints.buy.body];
const refuses = (schema: z.ZodType | undefined, value: unknown) =>
  expect(schema?.safeParse(value).success).toBe(false);
const takes = (schema: z.ZodType | undefined, value: unknown) =>
  expect(schema?.safeParse(value).error).toBeUndefined();

describe('bodies of buyers', () => {
  test.each(poison.map((value) => [value]))('refuse %j as a sale id', (flashSaleId) => {
    for (const name of ['buy', 'confirm', 'leave', 'extend'] as const) {
      refuses(endpoints[name].body, { ...place, flashSaleId });
    }
    refuses(endpoints.position.query, { ...place, flashSaleId });
  });

  test.each([
    ...poison,
    'ada',
    'ada@',
    '@x.de',
    'a b@x.de',
    'ada@x',
    'ada@x..de',
    'ada@-x.de',
    'a@b@c.de',
    '<ada@x.de>',
    'ada@x.de,eve@x.de',
    `${'a'.repeat(65)}@x.de`,
    `a@${'b.'.repeat(130)}de`,
    'ada@x.de\nbcc: eve@x.de',
  ])('refuse %j as an e-mail', (email) => {
    refuses(buyBody, { ...place, email });
  });

  test.each(['ada@example.org', ' Ada@Example.ORG ', 'a.b+c@sub.x-y.co', 'jürgen@exämple.de'])(
    'take %j as an e-mail and give it one spelling',
    (email) => {
      const parsed = endpoints.buy.body?.parse({ ...place, email });
      expect(parsed?.email).toBe(email.trim().toLowerCase());
    },
  );

  test('are refused quickly, however an e-mail is made to be slow', () => {
    const begin = performance.now();
    for (const part of ['a', 'a.', 'a-', '-', '.', 'ü', '@']) {
      refuses(buyBody, { ...place, email: `a@${part.repeat(240)}!` });
      refuses(buyBody, { ...place, email: `${part.repeat(300)}` });
    }
    expect(performance.now() - begin).toBeLessThan(500);
  });

  test('drop what they do not know instead of failing', () => {
    const body = JSON.parse(
      '{"email":"ada@example.org","flashSaleId":"abc","__proto__":{"isAdmin":true},"constructor":1,"x":[{}]}',
    );
    expect(endpoints.buy.body?.parse(body)).toEqual(place);
    expect(endpoints.confirm.body?.parse({ ...place, totalAmount: { $gt: 0 }, price: 0 })).toEqual({
      ...place,
      totalAmount: { $gt: 0 },
    });
  });

  test.each([[], 'text', 5, null, undefined, [place]])('refuse %j as a whole body', (body) => {
    refuses(buyBody, body);
  });

  test.each([
    [{ contact: { name: '' } }],
    [{ contact: 'Ada' }],
    [{ contact: { name: 'Ada', phone: ['1'] } }],
    [{ contact: { name: 'Ada', address: 'Main Street 1' } }],
    [{ contact: { name: 'Ada', address: { ...address, line1: '' } } }],
    [{ contact: { name: 'Ada', address: { ...address, line1: 'x'.repeat(201) } } }],
    [{ contact: { name: 'Ada', address: { ...address, line2: 'a\nb' } } }],
    [{ contact: { name: 'Ada', address: { ...address, city: { $ne: '' } } } }],
    [{ contact: { name: 'Ada', address: { ...address, city: '' } } }],
    [{ contact: { name: 'Ada', address: { ...address, postcode: '' } } }],
    [{ contact: { name: 'Ada', address: { ...address, postcode: '<1>' } } }],
    [{ contact: { name: 'Ada', address: { ...address, postcode: '-12' } } }],
    [{ contact: { name: 'Ada', address: { ...address, country: 'de' } } }],
    [{ contact: { name: 'Ada', address: { ...address, country: 'EU' } } }],
    [{ paymentToken: { $ne: 1 } }],
    [{ paymentToken: '' }],
    [{ paymentToken: 'o k' }],
    [{ fence: '5' }],
    [{ fence: -1 }],
    [{ holdId: { $gt: '' } }],
  ])('refuse to confirm with %j', (extra) => {
    refuses(endpoints.confirm.body, { ...place, ...extra });
  });

  test.each([
    {},
    { postcode: 'SW1A 1AA', country: 'GB' },
    { postcode: '1234-567', country: 'PT' },
    { postcode: '١٢٣٤٥', country: 'EG' },
    { postcode: undefined, country: 'AE' },
    { postcode: '', country: 'HK' },
    { postcode: null, country: 'IE', region: 'Cork' },
  ])('take %j as a part of an address', (part) => {
    const contact = { name: 'Ada', address: { ...address, ...part } };
    takes(endpoints.confirm.body, { ...place, contact });
  });
});

describe('bodies of sales', () => {
  test('need only what clients of the first API send', () => {
    takes(createBody, sale);
    takes(createBody, { ...sale, currentQuantity: 'whatever', status: 'cancelled', unknown: [1] });
    takes(createBody, { ...sale, startsAt: '2001-01-01T00:00:00.000Z', pricePerUnit: 19.99 });
    takes(endpoints.updateSale.body, { name: 'Only this' });
    takes(endpoints.updateSale.body, endpoints.getSale.example.answer);
  });

  test.each([
    ...poison.filter((name) => !isText(name)).map((name) => ({ name })),
    ...poison.map((startsAt) => ({ startsAt })),
    ...[0, -1, 1.5, '5', 10_000_001, 2 ** 53, Number.NaN, [5], null].map((startingQuantity) => ({
      startingQuantity,
    })),
    { name: '' },
    { name: '   ' },
    { name: 'x'.repeat(201) },
    { endsAt: sale.startsAt },
    { endsAt: '2026-06-01T09:00:00Z' },
    { startsAt: '2026-06-01' },
    { startsAt: '2026-06-01T10:00:00' },
    { startsAt: 1_780_000_000_000 },
    { endsAt: '9999-01-01T00:00:00Z' },
    { lobbyOpensAt: '2026-06-01T10:00:01Z' },
    { pricePerUnit: 19.999 },
    { pricePerUnit: '19.99' },
    { pricePerUnit: -1 },
    { pricePerUnit: 1e10 },
    { pricePerUnit: 9.5, currency: 'JPY' },
    { currency: 'eur' },
    { currency: 'XXX' },
    { identity: 'anyone' },
    { holdTtlSeconds: 4 },
    { holdTtlSeconds: 86_401 },
    { holdTtlSeconds: 5.5 },
    { fastPassPercent: 101 },
    { extensions: -1 },
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+01:00' },
    { status: 'open' },
    { draft: 'yes' },
    { needsDeliveryAddress: 'yes' },
    { deliveryCountries: ['Germany'] },
    { deliveryCountries: ['EU'] },
    { productId: { $gt: '' } },
  ])('refuse %j', (wrong) => {
    refuses(createBody, { ...sale, ...wrong });
  });

  test.each([
    [endpoints.adjustStock.body, { by: 0, reason: 'x' }],
    [endpoints.adjustStock.body, { by: 1.5, reason: 'x' }],
    [endpoints.adjustStock.body, { by: '5', reason: 'x' }],
    [endpoints.adjustStock.body, { by: 5 }],
    [endpoints.pauseSale.body, { reason: '  ' }],
    [endpoints.pauseSale.body, {}],
    [endpoints.removePlace.body, { buyer: 'x'.repeat(25), reason: 'x' }],
    [endpoints.refundOrder.body, { returnUnit: 'true', reason: 'x' }],
    [endpoints.invite.body, { email: 'ada@x.de', role: 'root' }],
    [endpoints.setUpOwner.body, { token: { $gt: '' } }],
    [endpoints.signUp.body, { name: 'A', email: 'ada@x.de', password: '12345' }],
    [endpoints.signIn.body, { email: 'ada@x.de', password: { $ne: '' } }],
  ])('%# refuse control without sense or reason', (schema, body) => {
    refuses(schema, body);
  });
});
