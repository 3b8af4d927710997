import type { Translate } from './words.ts';

const say = (key: string, values: Record<string, unknown> = {}) =>
  [key, ...Object.values(values).filter((value) => typeof value !== 'function')].join(' ');

/** Texts of no language: the key, and the values in it. */
export const fakeTranslate: Translate = Object.assign(say, { has: () => true, markup: say });
