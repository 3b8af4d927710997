import { expect, test } from 'vitest';
import { html } from '../plain/html.ts';
import { fillShell, largeScriptsLast, linkLanguages, plainShell } from './shell.ts';

const shell =
  '<html><head><link rel="preload" href="/a.js"><title>Shop</title></head><body><main id="main" class="wrap"><noscript>old</noscript><div class="first"></div><h1>Opening</h1></main><a href="/de" hrefLang="de">Deutsch</a><script>start()</script></body></html>';
const filling = (name: string) => ({
  title: name,
  head: html`<meta property="og:title" content="${name}">`,
  body: html`<h1>${name}</h1>`,
});
const HOSTILE = `</title><script>steal()</script>"><img src=x onerror='a'> $& $\` \u202e 漢字`;

test('a page of the build gets title, head and facts, and keeps its scripts as they were', () => {
  const page = fillShell(shell, filling('Night Runner'));
  expect(page).toContain('<title>Night Runner</title>');
  expect(page).toContain('<meta property="og:title" content="Night Runner"></head>');
  expect(page).toContain('<div class="first"><h1>Night Runner</h1></div><h1>Opening</h1>');
  expect(page.match(/<script/g)).toHaveLength(1);
});

test.each([fillShell, plainShell])('%o: a hostile name stays text wherever it is put', (fill) => {
  const page = fill(shell, filling(HOSTILE));
  const known = (page.match(/<script>start\(\)<\/script>/g) ?? []).length;
  expect((page.match(/<script/g) ?? []).length).toBe(known);
  expect(page).not.toContain('<img');
  expect(page.match(/<\/title>/g)).toHaveLength(1);
  // Nothing in it is taken for a pattern of the replacement.
  expect(page.match(/\$&/g) ?? page.match(/\$&#38;/g)).not.toBeNull();
  expect(page).toContain('漢字');
});

test('the plain page keeps the frame of the shop without anything that runs', () => {
  const page = plainShell(shell, filling('Night Runner'));
  expect(page).toContain('<main id="main" class="wrap"><h1>Night Runner</h1></main>');
  expect(page).not.toMatch(/<script|<noscript|preload|Opening/);
});

test('the large scripts of a page with a picture come last in its head, and none is lost', () => {
  const script = (name: string) => `<script src="/_next/${name}.js" async=""></script>`;
  const page = `<head>${script('react')}${script('a')}<title>x</title>${script('b')}</head><body>${script('react')}</body>`;
  expect(largeScriptsLast(page, (address) => address === '/_next/react.js')).toBe(
    `<head>${script('a')}<title>x</title>${script('b')}${script('react')}</head><body>${script('react')}</body>`,
  );
});

test('links to other languages lead to the same sale before a script has run', () => {
  expect(linkLanguages(shell, '/sales/s1/')).toContain('<a href="/de/sales/s1/" hrefLang="de">');
});

test('a page without a place for the facts is reported instead of sent incomplete', () => {
  expect(() => fillShell('<head><title></title></head>', filling('x'))).toThrow('has no');
});
