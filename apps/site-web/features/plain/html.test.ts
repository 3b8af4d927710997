import { expect, test } from 'vitest';
import { html } from './html.ts';

test('lets no text become markup', () => {
  const name = `"><script>alert('x')</script>&`;
  const { markup } = html`<b title="${name}">${name}</b>`;
  expect(markup).not.toContain('<script>');
  expect(markup).toContain('&#60;script&#62;');
  expect(markup.match(/"/g)).toHaveLength(2);
});

test('keeps markup of its own, lists, and nothing of what is not there', () => {
  const rows = ['a', '<'].map((text) => html`<li>${text}</li>`);
  const { markup } = html`<ul>${rows}</ul>${null}${false}${0}`;
  expect(markup).toBe('<ul><li>a</li><li>&#60;</li></ul>0');
});
