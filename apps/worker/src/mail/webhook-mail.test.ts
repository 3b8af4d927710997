import { describe, expect, test } from 'vitest';
import { mailLocales } from './texts.ts';
import { webhookTextOf } from './webhook-mail.ts';

const facts = {
  ...{ shop: 'shop.example.org', link: 'https://team.example.org/dashboard/webhooks?webhook=w1' },
  ...{ host: 'hooks.example.com', name: 'Warehouse (hooks.example.com)', answer: '503' },
};

describe.each(mailLocales)('in %s', (locale) => {
  test.each(['gone', 'failing'] as const)(
    'a mail about a webhook that is off (%s) names shop, receiver, reason and last answer, says why it came, and holds the one link',
    (why) => {
      const { subject, text } = webhookTextOf(locale, { ...facts, why });
      expect(subject).toContain('hooks.example.com');
      for (const part of [facts.shop, facts.name, '503', '\n-- \n']) {
        expect(text).toContain(part);
      }
      expect(text.includes('410')).toBe(why === 'gone');
      expect(text).not.toMatch(/undefined|\[object|<[a-z]/);
      expect(text.match(/https?:\/\/\S+/g)).toEqual([facts.link]);
    },
  );
});
