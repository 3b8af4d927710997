import type { Order } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import { expect, test } from 'vitest';
import { stepOf } from './timeline.ts';

const order = { buyer: 'ada', epoch: 1 } as Order;
const UNTIL = Date.UTC(2026, 5, 1, 10, 15);
const own = { buyer: 'ada', seq: 1_000_000_007, unit: 4, fence: 9 };
const other = { ...own, buyer: 'bob', unit: 5 };

const steps: [what: string, entry: object, step: object | null][] = [
  ['a join', { type: 'join', ...own, late: false }, { kind: 'joined', detail: 'place 7' }],
  [
    'a grant to several',
    { type: 'grant', holds: [other, own] },
    { kind: 'held', detail: 'unit 4' },
  ],
  ['a grant to others', { type: 'grant', holds: [other] }, null],
  [
    'more time',
    { type: 'extend', ...own, expiresAt: UNTIL },
    { kind: 'extended', detail: 'until 2026-06-01T10:15:00.000Z' },
  ],
  ['a claim', { type: 'claim', ...own, attempt: 1 }, { kind: 'claimed', detail: null }],
  [
    'a decline that leaves the hold',
    { type: 'void', ...own, back: 'held' },
    { kind: 'declined', detail: 'reservation kept' },
  ],
  [
    'a decline after the hold had ended',
    { type: 'void', ...own, back: 'freed' },
    { kind: 'declined', detail: 'unit given back' },
  ],
  ['an order', { type: 'settle', ...own }, { kind: 'confirmed', detail: 'unit 4' }],
  ['a return', { type: 'refund', ...own }, { kind: 'returned', detail: 'unit 4' }],
  ['a release', { type: 'release', ...own }, { kind: 'released', detail: null }],
  ['leaving', { type: 'leave', ...own }, { kind: 'left', detail: null }],
  ['a removal', { type: 'remove', ...own }, { kind: 'removed', detail: null }],
  ['a restore of the hold', { type: 'rehold', ...own }, { kind: 'held', detail: 'unit 4' }],
  ['an end in time', { type: 'expire', holds: [other, own] }, { kind: 'expired', detail: null }],
  ['an end of others', { type: 'expire', holds: [other] }, null],
  ['what another buyer did', { type: 'leave', ...other }, null],
  ['what the team did', { type: 'pause', reason: 'stock' }, null],
];

test.each(steps)('the history of an order tells of %s', (_, entry, step) => {
  expect(stepOf({ n: 1, at: UNTIL, ...entry } as LogEntry, order)).toEqual(step);
});
