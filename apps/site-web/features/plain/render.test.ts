import { expect, test } from 'vitest';
import { at, held, line, none, sale, waiting } from '../purchase/state/places.fixture.ts';
import { initialPurchase, type Purchase } from '../purchase/state/purchase.ts';
import { renderPlain } from './render.ts';

const now = Date.parse(at(0));
const page = (change: Partial<Purchase>, refused: string | null = null, isRefreshOff = false) =>
  renderPlain({
    locale: 'ar',
    id: 's1',
    purchase: { ...initialPurchase, sale: sale(), line: line(), link: 'live', ...change },
    refused,
    isRefreshOff,
    now,
    t: (key, values) => `${key} ${Object.values(values ?? {}).join(' ')}`,
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

test('the plain page refreshes itself, but never while an address is being typed', () => {
  expect(page({ place: waiting(30) })).toContain('content="20"');
  expect(page({ place: none() })).not.toContain('content="20"');
});

test('the automatic refresh of the plain page can be switched off and on', () => {
  expect(page({ place: waiting(30) })).toContain('href="plain?still"');
  const refreshOff = page({ place: waiting(30) }, null, true);
  expect(refreshOff).not.toContain('http-equiv="refresh"');
  expect(refreshOff).toContain('href="plain"');
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

test('the plain page shows a refusal in its own language and direction', () => {
  const text = page({ place: waiting(30) }, 'SOLD_OUT');
  expect(text).toContain('refusals.SOLD_OUT.title');
  expect(text).toContain('lang="ar" dir="rtl"');
  expect(text).not.toContain('<script');
});

test('the name of a sale is escaped on the plain page', () => {
  expect(page({ sale: sale({ name: '<img src=x>' }) })).not.toContain('<img');
});
