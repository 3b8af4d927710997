import { emptyFold } from '@flash/fairness';
import { buildSaleRules } from '@flash/testing';
import { expect, test } from 'vitest';
import { ruleFields } from '../engine/rules.ts';
import type { SaleRules } from '../rules.ts';
import { type RulesTold, rulesChanges, rulesOfFold } from './rules-told.ts';

const rules = buildSaleRules(1_000, {});

/** What the log has told of these rules, and nothing else. */
function told(of: SaleRules, names?: readonly string[]): RulesTold {
  const all = ruleFields(of).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(all.filter(([name]) => names === undefined || names.includes(name)));
}

test('a fold tells whether the sale is paused or ended, its message and the moments of its window', () => {
  expect(rulesOfFold(emptyFold())).toEqual({ paused: '0', closed: '0', message: '' });
  const window = { startsAt: 1, endsAt: 2, lobbyOpensAt: 3 };
  const fold = { ...emptyFold(), paused: true, closed: true, message: 'hi', window };
  expect(rulesOfFold(fold as ReturnType<typeof emptyFold>)).toEqual({
    ...{ paused: '1', closed: '1', message: 'hi' },
    ...{ startsAt: '1', endsAt: '2', lobbyOpensAt: '3' },
  });
});

const { version, startsAt, endsAt, lobbyOpensAt } = rules;
const edit = { type: 'edit', version, startsAt, endsAt, lobbyOpensAt };

test.each<[string, Partial<SaleRules>, Partial<SaleRules>, object[]]>([
  ['nothing that was told before', {}, {}, []],
  ['another window', { startsAt: 7 }, {}, [edit]],
  ['another price', { price: 7 }, {}, [edit]],
  ['a pause', {}, { paused: true, pauseReason: 'why' }, [{ type: 'pause', reason: 'why' }]],
  [
    'a pause for the reason of the one before',
    { pauseReason: 'why' },
    { paused: true, pauseReason: 'why' },
    [{ type: 'pause', reason: 'why' }],
  ],
  [
    'another reason of a pause',
    { paused: true, pauseReason: 'old' },
    { paused: true, pauseReason: 'new' },
    [{ type: 'pause', reason: 'new' }],
  ],
  [
    'nothing of a pause that goes on',
    { paused: true, pauseReason: 'same' },
    { paused: true, pauseReason: 'same' },
    [],
  ],
  ['no reason of a pause that is over', { pauseReason: 'old' }, {}, []],
  ['that a pause is over', { paused: true }, {}, [{ type: 'resume' }]],
  ['a message', { message: 'old' }, { message: 'new' }, [{ type: 'message', text: 'new' }]],
  ['the end', {}, { closed: true }, [{ type: 'end' }]],
  ['nothing of an end that was told', { closed: true }, { closed: true }, []],
  ['that the end was taken back', { closed: true }, {}, [edit]],
])('before a sale goes on by other rules the log says %s', (_what, before, now, changes) => {
  const frozen = told({ ...rules, ...before });
  expect(rulesChanges(frozen, { ...rules, ...now })).toEqual(changes);
});

test('what no entry told is not said to have changed', () => {
  const other = { ...rules, price: rules.price + 1, paused: true, message: 'new', closed: true };
  expect(rulesChanges({}, other)).toEqual([]);
  expect(rulesChanges(told(rules, ['price']), other)).toEqual([edit]);
});
