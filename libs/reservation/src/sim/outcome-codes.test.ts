import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scriptNames } from '../scripts.ts';
import { beyondHistories, outcomeCodes, readers } from './outcome-codes.ts';

test.each(scriptNames.filter((name) => !readers.has(name)))(
  'each answer that %s names in its header is counted in the histories, or has a test of its own',
  (name) => {
    const text = readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
    const returns = /\nReturns (.+?)\n\]\]/s.exec(text)?.[1] ?? '';
    const named = [...returns.matchAll(/(?:^|[\s{])(\d+)(?=,| [a-z])/g)].map(([, code]) =>
      Number(code),
    );
    const counted = outcomeCodes[name].filter((code) => typeof code === 'number' && code >= 0);
    const elsewhere = Object.keys(beyondHistories[name] ?? {}).map(Number);
    expect([...counted, ...elsewhere].sort()).toEqual([...new Set(named)].sort());
  },
);
