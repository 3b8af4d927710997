/** Changes that no test can find because nothing behaves differently, each with its proof. */
export interface Equivalent {
  file: string;
  /** The whole line of the code in which the change is, without its indent. */
  line: string;
  from: string;
  to: string;
  why: string;
}

const LUA = 'libs/reservation/src/lua';
const TRUE_IS_ONE = 'It is only answered, and Redis answers true as 1.';

export const equivalents: readonly Equivalent[] = [
  {
    file: `${LUA}/adjust.lua`,
    line: "if word == '' or word == 'floor' then return { word == '' and 1 or 2, sale.epoch, number } end",
    from: "word == '' and 1",
    to: "word == ''",
    why: TRUE_IS_ONE,
  },
  {
    file: `${LUA}/void.lua`,
    line: 'return { 2, sale.epoch, hold.unit, tooOften and 1 or 0 }',
    from: 'tooOften and 1',
    to: 'tooOften',
    why: TRUE_IS_ONE,
  },
  {
    file: `${LUA}/allow.lua`,
    line: 'if sale.logTypes and sale.logTypes >= wanted then return { sale.logTypes } end',
    from: '>=',
    to: '>',
    why: 'Where both are the same number it is written once more, and the answer is that number.',
  },
  {
    file: `${LUA}/glance.lua`,
    line: "return last and last[1] == n .. '-0' and (not isDeep or isSound(meta, id))",
    from: "last and last[1] == n .. '-0'",
    to: "last[1] == n .. '-0'",
    why: 'Without a last entry this is an error, and pcall takes an error for a difference.',
  },
];
