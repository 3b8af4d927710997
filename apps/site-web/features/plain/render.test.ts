import { initialPurchase, type Purchase } from '@flash/client';
import { places } from '@flash/testing';
import { expect, test } from 'vitest';
import { renderPlain } from './render.ts';
import type { Told } from './ticket.ts';
import { fakeTranslate } from './translate.fixture.ts';
import { wordsOf } from './words.ts';

const { at, expired, held, line, none, sale, sold, waiting } = places;

const now = Date.parse(at(0));
const shell =
  '<html lang="ar" dir="rtl"><head><title>Shop</title></head><body><main id="main">x</main><script>live()</script></body></html>';
const page = (
  change: Partial<Purchase>,
  refused: string | null = null,
  isRefreshOff = false,
  told: Told | null = null,
) =>
  renderPlain({
    ...{ shell, refused, isRefreshOff, told, now },
    id: 's1',
    purchase: { ...initialPurchase, sale: sale(), line: line(), link: 'live', ...change },
    words: wordsOf('en', fakeTranslate, 'Europe/Berlin'),
    apiUrl: 'http://api.test',
  });

test('the plain page offers joining, paying and leaving, each form with its own key', () => {
  const keys = (text: string) =>
    [...text.matchAll(/name="key" value="([^"]+)"/g)].map(([, k]) => k);
  const join = page({ place: none() });
  expect(join).toContain('value="join"');
  expect(join).toContain('type="email"');
  const hold = page({ place: held() });
  expect(hold).toContain('value="confirm"');
  expect(hold).toContain('value="leave"');
  expect(new Set(keys(hold)).size).toBe(2);
});

test('the plain page of a shop with Stripe says that paying needs a script, and keeps the place', () => {
  const payment = { provider: 'stripe', publishableKey: 'pk_x', script: 'https://s.test' } as const;
  const text = page({ place: held(), payment });
  expect(text).toContain('purchase.payNeedsScript');
  expect(text).not.toContain('value="confirm"');
  expect(text).toContain('value="leave"');
  const free = page({ place: { ...held(), priceMinor: 0 } as never, payment });
  expect(free).toContain('value="confirm"');
  expect(free).not.toContain('purchase.payNeedsScript');
  expect(page({ place: held() })).not.toContain('purchase.payNeedsScript');
});

test('the plain page offers joining again after an expired reservation only while the sale goes on', () => {
  const open = page({ place: expired() });
  expect(open).toContain('purchase.againAtOnce');
  expect(open).toContain('value="join"');
  const over = page({ place: expired(), line: line({ phase: 'ended' }) });
  expect(over).toContain('purchase.saleOver');
  expect(over).not.toContain('value="join"');
});

test('the plain page asks for the address where the sale delivers, and does not refresh it away', () => {
  const delivered = sale({ needsDeliveryAddress: true, deliveryCountries: ['DE', 'AT'] });
  const text = page({ sale: delivered, place: held() });
  for (const [name, token] of [
    ['name', 'name'],
    ['line1', 'address-line1'],
    ['line2', 'address-line2'],
    ['postcode', 'postal-code'],
    ['city', 'address-level2'],
    ['region', 'address-level1'],
  ]) {
    expect(text).toMatch(new RegExp(`<input name="${name}" autocomplete="shipping ${token}"`));
  }
  expect(text).toMatch(/name="postcode"[^>]* required/);
  expect(text).toContain(
    '<option value="AT">Austria</option><option value="DE">Germany</option></select>',
  );
  expect(text).not.toContain('content="20"');
  expect(text).toContain('sale.deliveryTo Austria, Germany');
  const everywhere = page({ sale: { ...delivered, deliveryCountries: [] }, place: held() });
  expect(everywhere).toContain('<option value="JP">Japan</option>');
  expect(everywhere).not.toMatch(/name="postcode"[^>]* required/);
  expect(everywhere).toContain('sale.deliveryAll');
  expect(page({ place: held() })).not.toMatch(/line1|delivery/);
});

test('the plain page refreshes itself, but never while an address is being typed', () => {
  expect(page({ place: waiting(30) })).toContain('content="20"');
  expect(page({ place: none() })).not.toContain('content="20"');
});

test('the automatic refresh of the plain page can be switched off and on, where there is one', () => {
  expect(page({ place: waiting(30) })).toContain('href="plain?still"');
  const refreshOff = page({ place: waiting(30) }, null, true);
  expect(refreshOff).not.toContain('http-equiv="refresh"');
  expect(refreshOff).toContain('href="plain"');
  expect(page({ place: none() })).not.toContain('plain.stop');
  expect(page({ place: sold() })).not.toMatch(/plain\.stop|http-equiv/);
});

test('the plain page lets the owner of an account sign in', () => {
  const about = { sale: sale({ identity: 'account' }), place: none() };
  const stranger = page(about);
  expect(stranger).toContain('value="signIn"');
  expect(stranger).toContain('type="password"');
  expect(stranger).not.toContain('value="join"');
  expect(stranger).not.toContain('content="20"');
  const owner = page({ ...about, user: { id: 'u1', email: 'ada@example.org', name: 'Ada' } });
  expect(owner).toContain('ada@example.org');
  expect(owner).toContain('value="join"');
  expect(owner).not.toContain('type="password"');
});

test('the plain page has a way to a new password where the shop sends mail, and tells what became of it', () => {
  const about = { sale: sale({ identity: 'account' }), place: none() };
  expect(page(about)).not.toContain('value="forgot"');
  const text = page({ ...about, hasMail: true });
  expect(text).toContain('value="forgot"');
  expect(text).toContain('value="choosePassword"');
  expect(text).toContain('name="link"');
  expect(page({ ...about, hasMail: true }, null, false, 'link')).toContain(' open><summary>');
  for (const [told, words] of [
    ['link', 'plain.linkSent'],
    ['password', 'plain.passwordSet'],
    ['unfit', 'password.unfit'],
  ] as const) {
    expect(page(about, null, false, told)).toContain(words);
  }
});

test('the plain page shows price, stock, chance, wait and the organiser’s message beside the place', () => {
  const text = page({ place: { ...waiting(30), message: 'Ten more at <noon>' } });
  expect(text).toContain('€129.00');
  expect(text).toMatch(/stock\.left \d+ \d+/);
  expect(text).toContain('purchase.chance');
  expect(text).toContain('purchase.wait');
  expect(text).toContain('Ten more at &#60;noon&#62;');
});

test('the plain page promises e-mail only where the shop sends it', () => {
  expect(page({ place: none(), hasMail: true })).toContain('purchase.emailHint yes');
  expect(page({ place: none() })).toContain('purchase.emailHint no');
  expect(page({ place: sold(), hasMail: true })).toMatch(/screens\.sold\.text [^<]*yes/);
  expect(page({ place: sold() })).toMatch(/screens\.sold\.text [^<]*no/);
  const kept = { hasMail: true, isMailKept: true };
  expect(page({ place: none(), ...kept })).toContain('purchase.emailHint kept');
  expect(page({ place: sold(), ...kept })).toMatch(/screens\.sold\.text [^<]*kept/);
  const forAccounts = { sale: sale({ identity: 'account' }), place: none() };
  expect(page({ ...forAccounts, ...kept })).toContain('mail.kept');
});

test('every time on the plain page is one of the sale’s own zone, and names it', () => {
  const text = page({ place: held() });
  const times = text.match(/\d{1,2}:\d{2}(?::\d{2})? [AP]M[^<·]*/g) ?? [];
  expect(times.length).toBeGreaterThanOrEqual(4);
  expect(times.filter((time) => !/GMT\+[12]/.test(time))).toEqual([]);
});

test('the plain page of an order is its receipt', () => {
  const text = page({ place: sold() });
  for (const fact of ['K7M-4QX-9HX', sale().name, '17', '€129.00']) {
    expect(text).toContain(fact);
  }
});

test('the plain page keeps head and language of the shop, and runs no script', () => {
  const text = page({ place: waiting(30) }, 'SOLD_OUT');
  expect(text).toContain('refusals.SOLD_OUT.title');
  expect(text).toContain('lang="ar" dir="rtl"');
  expect(text).not.toContain('<script');
});

test('the name of a sale is escaped on the plain page', () => {
  expect(page({ sale: sale({ name: '<img src=x>' }) })).not.toContain('<img');
});
