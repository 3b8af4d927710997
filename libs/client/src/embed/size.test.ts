import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { languageOf, languages } from './words.ts';

const MAX_BYTES = 15 * 1024;

test('the element costs a page of another shop no more than 15 kB', async () => {
  const { outputFiles, errors } = await build({
    entryPoints: [`${import.meta.dirname}/flash-sale.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    tsconfig: `${import.meta.dirname}/../../../../tsconfig.base.json`,
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).length;
  expect(errors).toEqual([]);
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
});

test('each language has every text, with the same placeholders, and others read English', () => {
  const placeholders = (words: object) =>
    Object.entries(words).map(([name, text]) => [name, String(text).match(/\{\w+\}/g)]);
  for (const words of Object.values(languages)) {
    expect(placeholders(words)).toEqual(placeholders(languages.en));
    expect(Object.values(words).every((text) => text.trim() !== '')).toBe(true);
  }
  expect(['de-AT', 'ar', 'fr', '', undefined].map(languageOf)).toEqual([
    ...['de', 'ar', 'en', 'en', 'en'],
  ]);
});
