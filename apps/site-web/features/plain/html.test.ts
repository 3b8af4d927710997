import { expect, test } from 'vitest';
import { html } from './html.ts';

test('text in a template is escaped', () => {
  const name = `"><script>alert('x')</script>&`;
  const { markup } = html`<b title="${name}">${name}</b>`;
  expect(markup).not.toContain('<script>');
  expect(markup).toContain('&#60;script&#62;');
  expect(markup.match(/"/g)).toHaveLength(2);
});

test('a template keeps markup and lists, and leaves out null and false', () => {
  const rows = ['a', '<'].map((text) => html`<li>${text}</li>`);
  const { markup } = html`<ul>${rows}</ul>${null}${false}${0}`;
  expect(markup).toBe('<ul><li>a</li><li>&#60;</li></ul>0');
});
