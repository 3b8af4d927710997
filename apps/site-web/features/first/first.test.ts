import { initialPurchase } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { places } from '@flash/testing';
import { expect, test } from 'vitest';
import { fakeTranslate } from '../plain/translate.fixture.ts';
import { wordsOf } from '../plain/words.ts';
import { listBody, saleBody, saleHead } from './sales.ts';

const { at, line, sale } = places;

const now = Date.parse(at(0));
const wordsIn = (zone: string) => wordsOf('en', fakeTranslate, zone);
const page = {
  words: wordsIn('Europe/Berlin'),
  apiUrl: 'https://api.test',
  url: 'https://shop.test/en/sales/s1/',
  now,
};
const purchaseOf = (change: Partial<PublicSale> = {}) => ({
  ...initialPurchase,
  sale: sale(change),
  line: line(),
  link: 'live' as const,
});
const picture = { url: '/flash-sales/s1/picture/abc', width: 1_200, height: 800 };

test('a link to a sale shows name, price and picture when it is shared', () => {
  const { markup } = saleHead(
    purchaseOf(),
    sale({ name: 'Night Runner', description: 'A shoe', picture }),
    page,
  );
  expect(markup).toContain('<meta property="og:title" content="Night Runner">');
  expect(markup).toContain('content="https://api.test/flash-sales/s1/picture/abc"');
  expect(markup).toContain('<meta property="og:image:width" content="1200">');
  expect(markup).toContain('og:description" content="€129.00 · A shoe"');
  expect(markup).toContain('<meta property="product:price:amount" content="129">');
  expect(markup).toContain('<meta property="og:url" content="https://shop.test/en/sales/s1/">');
});

test('a browser chooses the copy of a large picture that is as wide as it draws it', () => {
  const { markup } = saleBody(purchaseOf({ picture }), page);
  const at = 'https://api.test/flash-sales/s1/picture/abc';
  expect(markup).toContain(`srcset="${at}?w=640 640w, ${at} 1200w"`);
  const small = saleBody(purchaseOf({ picture: { ...picture, width: 640 } }), page);
  expect(small.markup).not.toContain('srcset');
});

test('a sale without a picture names none when it is shared', () => {
  const { markup } = saleHead(purchaseOf(), sale({ picture: null }), { ...page, url: null });
  expect(markup).not.toMatch(/og:image|og:url/);
});

test('the first HTML of a sale has name, price, stock, time, message and a form without a key', () => {
  const { markup } = saleBody(purchaseOf({ message: 'Ten more at noon' }), page);
  for (const fact of ['€129.00', 'stock.left', 'Ten more at noon', 'sale.starts']) {
    expect(markup).toContain(fact);
  }
  expect(markup).toContain('action="plain?first"');
  expect(markup).not.toContain('name="key"');
});

test('the first HTML of a sale for accounts offers the line without asking for an address', () => {
  const someone = { id: '', name: '', email: '' };
  const { markup } = saleBody({ ...purchaseOf({ identity: 'account' }), user: someone }, page);
  expect(markup).toContain('value="join"');
  expect(markup).not.toContain('type="email"');
});

test('what organisers write is text in the first HTML, never markup', () => {
  const hostile = `</h1><script>steal()</script>" onload="x`;
  const about = { name: hostile, description: hostile, message: hostile, picture };
  const purchase = purchaseOf(about);
  const head = saleHead(purchase, sale(about), page).markup;
  const sales = { live: [], upcoming: [], past: [sale(about)], serverNow: at(0) };
  const list = listBody(sales, { wordsIn, apiUrl: page.apiUrl, now }).markup;
  for (const markup of [head, saleBody(purchase, page).markup, list]) {
    expect(markup).not.toContain('<script');
    expect(markup).not.toContain('" onload=');
    expect(markup).toContain('&#60;script&#62;');
  }
});

test('the first HTML of the list has every sale with a link, those with stock first', () => {
  const counts = { free: 2, held: 1, waiting: 3 };
  const gone = {
    ...sale({ id: 'gone', currentQuantity: 0 }),
    counts: { free: 0, held: 0, waiting: 0 },
  };
  const sales = {
    live: [gone, { ...sale({ id: 'there' }), counts }],
    upcoming: [sale({ id: 'soon', phase: 'scheduled', picture })],
    past: [sale({ id: 'past', phase: 'ended', endsAt: at(-60) })],
    serverNow: at(0),
  };
  const { markup } = listBody(sales, { wordsIn, apiUrl: page.apiUrl, now });
  const links = [...markup.matchAll(/href="\/en\/sales\/(\w+)\/"/g)].map(([, id]) => id);
  expect(links).toEqual(['there', 'gone', 'soon', 'past']);
  expect(markup).toContain('list.waiting 3');
  // Nothing of it could be sold yet.
  expect(markup).toMatch(/\/soon\/[\s\S]*stock\.units 5[\s\S]*\/past\//);
  expect(markup).toContain('src="https://api.test/flash-sales/s1/picture/abc"');
});

test('an empty list says so in the first HTML', () => {
  const none = { live: [], upcoming: [], past: [], serverNow: at(0) };
  expect(listBody(none, { wordsIn, apiUrl: page.apiUrl, now }).markup).toContain('list.empty');
});

test('the list leads to its sections from its top, unless there is only one', () => {
  const listOf = (upcoming: PublicSale[]) =>
    listBody(
      { live: [], upcoming, past: [sale()], serverNow: at(0) },
      { wordsIn, apiUrl: page.apiUrl, now },
    ).markup;
  const markup = listOf([sale({ phase: 'scheduled' })]);
  for (const name of ['upcoming', 'past']) {
    expect(markup).toContain(`href="#first-${name}"`);
    expect(markup).toContain(`id="first-${name}"`);
  }
  expect(listOf([])).not.toContain('class="jump"');
});
