import { accountMailKinds } from '@flash/database';
import { describe, expect, test } from 'vitest';
import { accountTextOf } from './account-mails.ts';
import { mailLocales } from './texts.ts';

const facts = { shop: 'shop.example.org', link: 'https://shop.example.org/de/password#token=abc' };

describe.each(mailLocales)('in %s', (locale) => {
  test.each(accountMailKinds)(
    '%s names the shop, says why it came, and holds the one link',
    (kind) => {
      const { subject, text } = accountTextOf(kind, locale, facts);
      expect(subject).toContain('shop.example.org');
      expect(text).not.toMatch(/undefined|\[object|<[a-z]/);
      expect(text.match(/https?:\/\/\S+/g)).toEqual([facts.link]);
      expect(text).toContain('\n-- \n');
    },
  );
});
