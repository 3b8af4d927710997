import { saleMailKinds } from '@flash/database';
import { describe, expect, test } from 'vitest';
import { isOfOrder, type MailFacts, mailLocaleOf, mailLocales, textOf } from './texts.ts';

const facts: MailFacts = {
  sale: 'Night Runner 2',
  link: 'https://shop.example.org/de/sales/s1/#code=347-9CD',
  isPrivate: true,
  until: 'Mon, 1 June 2026 at 12:15 CEST',
  price: '€129.90',
  order: {
    ...{ code: '347-9CD-FHJ', total: '€129.90', at: 'Mon, 1 June 2026 at 12:05 CEST' },
    ...{ receipt: 'https://shop.example.org/de/orders/o1', isMoneyBack: true },
    label: 'Ada https://evil.example/x\nwww.evil.example 1\n10115 Berlin',
  },
  seller: 'Example Shop Ltd\n1 Main Street\nVAT GB123',
};

describe.each(mailLocales)('in %s', (locale) => {
  test.each(saleMailKinds)(
    '%s names the sale, says why it came, and holds no address but ours',
    (kind) => {
      const { subject, text } = textOf(kind, locale, facts);
      expect(subject).toContain('Night Runner 2');
      expect(text).not.toMatch(/undefined|\[object|<[a-z]/);
      const links = text.match(/https?:\/\/\S+/g) ?? [];
      expect(links.every((link) => link.startsWith('https://shop.example.org/'))).toBe(true);
      expect(text).toContain('\n-- \n');
      expect(text.includes('VAT GB123')).toBe(isOfOrder(kind));
    },
  );

  test('the end of a reservation is told as a moment, with its time zone', () => {
    for (const kind of ['turn', 'ending'] as const) {
      expect(textOf(kind, locale, facts).text).toContain('12:15 CEST');
    }
  });

  test('an order says where it is delivered to, and nothing of a link that a buyer typed there', () => {
    const { text } = textOf('order', locale, facts);
    expect(text).toContain(':\nAda evil.example/x\nevil.example 1\n10115 Berlin\n');
    expect(textOf('refund', locale, facts).text).not.toContain('Berlin');
    const order = facts.order && { ...facts.order, label: '' };
    const words = text.match(/\n(.*):\nAda/)?.[1] ?? 'none';
    expect(textOf('order', locale, { ...facts, order }).text).not.toContain(words);
  });

  test('no money is promised back where none was taken', () => {
    const order = facts.order && { ...facts.order, isMoneyBack: false };
    expect(textOf('refund', locale, { ...facts, order }).text).not.toContain('129.90');
    expect(textOf('refund', locale, facts).text).toContain('129.90');
  });
});

test('a name of several lines stays in one line of the subject: it can add no header', () => {
  const { subject } = textOf('turn', 'en', { ...facts, sale: 'Night\r\nBcc: a@example.org' });
  expect(subject).toBe('It is your turn: Night Bcc: a@example.org');
});

test.each([
  ['de', 'de'],
  ['fr', 'en'],
])('a reader of %s reads %s', (tag, locale) => {
  expect(mailLocaleOf(tag)).toBe(locale);
});
