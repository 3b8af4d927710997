import { describe, expect, test } from 'vitest';
import ar from '../messages/ar.json' with { type: 'json' };
import de from '../messages/de.json' with { type: 'json' };
import en from '../messages/en.json' with { type: 'json' };

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  ) as [string, string][];
}

/** The arguments (`{name}`, `{name, …}`) and tags of a text. */
function argumentsOf(text: string): string[] {
  const names = [...text.matchAll(/\{([a-z]+)(?=[,}])/gi)].map(([, name]) => name);
  const tags = [...text.matchAll(/<([a-z])>/g)].map(([, tag]) => tag);
  return [...new Set([...names, ...tags])].map(String).sort();
}

const english = flat(en);

describe.each([
  ['de', de],
  ['ar', ar],
])('the texts in %s', (_, tree) => {
  const texts = new Map(flat(tree));

  test('have the same keys as the English ones', () => {
    expect([...texts.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  });

  test.each(english)('%s has the same arguments as the English text', (key, text) => {
    expect(argumentsOf(texts.get(key) ?? '')).toEqual(argumentsOf(text));
  });
});

test('Arabic plurals have all their forms', () => {
  const plurals = flat(ar).filter(([, text]) => text.includes('plural,'));
  for (const [key, text] of plurals) {
    for (const form of ['one', 'two', 'few', 'many', 'other']) {
      expect(text, key).toContain(`${form} {`);
    }
  }
});

test.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('list and sale say the rule once in %s: it is in the footer of every page', (_, texts) => {
  expect(texts.sale.rule).not.toContain(texts.site.rule);
  expect(texts.sale.ruleExtend).not.toContain(texts.site.rule);
  expect(texts.list.intro).not.toContain(texts.site.rule);
});
