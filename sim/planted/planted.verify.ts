import { expect, test } from 'vitest';
import { findPlanted } from './find-planted.ts';
import { allPlanted } from './planted.ts';

const WITHIN = 10_000;

/** A simulation in which a known fault does no harm proves nothing about unknown ones. */
test.each(Object.entries(allPlanted))(
  `a planted fault is found within ${WITHIN} histories: %s`,
  async (name, planted) => {
    const { count, code } = await findPlanted(planted, { first: 1, within: WITHIN });
    console.info(`${name}: history ${count}: ${code}`);
    expect(count).toBeLessThanOrEqual(WITHIN);
  },
);
