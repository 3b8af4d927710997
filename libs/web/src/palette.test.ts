import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { palette } from './palette.ts';

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);

/** The colours that a block of custom properties declares, by their names in the palette. */
function coloursIn(block: string): Record<string, string> {
  const declared = block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g);
  return Object.fromEntries(
    [...declared].map(([, name = '', colour = '']) => [
      name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      colour,
    ]),
  );
}

test.each([
  ['light', light],
  ['dark', dark],
] as const)('the style sheet declares the palette of the %s scheme', (scheme, block) => {
  expect(coloursIn(block)).toEqual(palette[scheme]);
});
