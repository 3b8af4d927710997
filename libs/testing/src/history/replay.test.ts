import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import type { Operation, PlaceTold } from './operation.ts';
import { createRanks } from './rank.ts';
import { createHistory, readHistoryFile, writeHistory } from './recorder.ts';
import { type ReplayInput, replay } from './replay.ts';
import { createStory, type Story } from './story.ts';

/** Four units: ada owns one, bob pays, cy holds, dan left; eve and fay wait. */
function usual(): Story {
  const story = createStory(4);
  story.join('ada', 'bob', 'cy', 'dan', 'eve', 'fay');
  story.look('eve');
  story.grant();
  story.look('cy', 'fay');
  story.wait(50);
  story.claim('ada');
  story.settle('ada');
  story.confirmed('ada');
  story.extend('cy');
  story.claim('bob');
  story.look('ada', 'bob');
  story.leave('dan');
  story.look('dan', 'eve', 'fay');
  return story;
}

function codes(input: ReplayInput): string[] {
  const found = replay({ isComplete: true, ...input });
  return [...new Set(found.map(({ invariant, code }) => `${invariant} ${code}`))].sort();
}

describe('the replay accepts', () => {
  const accepted: Record<string, (story: Story) => Partial<ReplayInput> | undefined> = {
    'a usual sale': () => undefined,
    'a sale in which no call was recorded': () => ({ operations: [], isComplete: false }),
    'calls in any order': ({ operations }) => ({ operations: [...operations].reverse() }),
    'a hold that ran out, told as expired before it was taken back': (story) => {
      story.wait(2_000_000);
      story.operations.push(looks('cy', 0, { phase: 'expired' }));
      story.expire('cy');
      story.look('cy');
      return undefined;
    },
    'a payment that was declined and one more': (story) => {
      story.decline('bob');
      story.look('bob');
      story.claim('bob');
      story.settle('bob');
      story.confirmed('bob');
      return undefined;
    },
    'a buyer who comes back at the tail': (story) => {
      story.join('dan');
      story.look('dan', 'fay');
      return undefined;
    },
    'a refund, and its unit for the next': (story) => {
      story.refund('ada');
      story.look('ada');
      story.grant();
      story.look('eve');
      return undefined;
    },
    'all units sold, and told so': (story) => {
      story.settle('bob');
      story.claim('cy');
      story.settle('cy');
      story.grant();
      story.claim('eve');
      story.settle('eve');
      story.refused('join', 'gus', 'sold_out');
      return undefined;
    },
    'refusals for their reasons': (story) => {
      story.refused('join', 'eve', 'known');
      story.refused('claim', 'eve', 'no_hold');
      story.refused('claim', 'bob', 'claimed');
      story.refused('leave', 'ada', 'sold');
      story.refused('settle', 'cy', 'stale', 7);
      return undefined;
    },
    'a new epoch in which all places are kept': (story) => {
      story.adopt();
      story.look('cy', 'eve', 'fay');
      story.grant();
      story.claim('cy');
      return undefined;
    },
    'an order that only the new epoch settled': (story) => {
      const unit = story.fold.holds.get('bob')?.unit ?? 0;
      const attempt = story.fold.holds.get('bob')?.attempt ?? 0;
      story.operations.push({ ...looks('bob', 0, { phase: 'none' }), action: 'confirm' });
      Object.assign(story.operations.at(-1) ?? {}, { result: { kind: 'done', unit } });
      const mark = story.fold.seq;
      story.log({ type: 'adopt', epoch: 2, how: 'adopt', mark, stock: 4 });
      story.log({ type: 'settle', buyer: 'bob', unit, attempt });
      return undefined;
    },
    'entries that were lost together with Redis, where that was the test': (story) => {
      story.operations.push(looks('gus', 99, { phase: 'waiting', seq: 1_000_000_007, rank: 3 }));
      story.adopt();
      return { mayLose: true };
    },
    'a place given back and more time, whose entries were lost together with Redis': (story) => {
      const [gave, more] = [looks('gus', 0, { phase: 'none' }), looks('hal', 0, { phase: 'none' })];
      Object.assign(gave, { action: 'leave', result: { kind: 'done', gave: 'place' } });
      Object.assign(more, { action: 'extend', result: { kind: 'done', expiresAt: 7 } });
      story.operations.push(gave, more);
      story.adopt();
      return { mayLose: true };
    },
    'an order of a buyer whose place was lost together with Redis': (story) => {
      const paid = looks('gus@example.org', 0, { phase: 'none' });
      Object.assign(paid, { action: 'confirm', result: { kind: 'done', unit: 4 } });
      const held = { phase: 'held', seq: 1_000_000_099, unit: 4 } as const;
      story.operations.push(looks('gus@example.org', 99, held), paid);
      story.adopt();
      story.log({ type: 'settle', buyer: 'gus', unit: 4, attempt: 1_000_000_099 });
      return { mayLose: true, buyers: new Map([['gus@example.org', 'gus']]) };
    },
    'a log that was lost before any of it was stored, and the places that came back by their tickets':
      () => {
        const at = 1_800_000_000_000;
        const mark = 1_000_000_000;
        const back = { type: 'join', seq: 1_000_000_007, buyer: 'gus', late: false } as const;
        const entries: LogEntry[] = [
          { n: 1, at, type: 'adopt', epoch: 2, how: 'rebuild', mark, stock: 4 },
          { n: 2, at, ...back },
          { n: 3, at, ...back, seq: 1_000_000_003, buyer: 'fay' },
        ];
        const waits = { phase: 'waiting', seq: 1_000_000_007 } as const;
        return { entries, operations: [looks('gus', 0, waits)], mayLose: true, isComplete: false };
      },
    'a place that was told in an epoch of which no entry was stored, by an answer that names its entry':
      () => {
        const at = 1_800_000_000_000;
        const mark = 1_000_000_000;
        const entries: LogEntry[] = [
          { n: 1, at, type: 'adopt', epoch: 2, how: 'rebuild', mark, stock: 4 },
        ];
        const waits = { phase: 'waiting', seq: 1_000_000_002 } as const;
        const told = looks('gus', 0, waits);
        const result = { kind: 'place', place: waits, at: { epoch: 1, n: 3 } } as const;
        return { entries, operations: [{ ...told, result }], mayLose: true, isComplete: false };
      },
    'two epochs of which no entry was stored, and a place of the second one that came back by its ticket':
      () => {
        const at = 1_800_000_000_000;
        const mark = 1_000_000_000;
        const seq = 3_000_000_001;
        const entries: LogEntry[] = [
          { n: 1, at, type: 'activate', epoch: 1, stock: 4 },
          { n: 2, at, type: 'adopt', epoch: 4, how: 'rebuild', mark, stock: 4 },
          { n: 3, at, type: 'join', seq, buyer: 'gus', late: false },
        ];
        const operations = [looks('gus', 0, { phase: 'waiting', seq })];
        return { entries, operations, mayLose: true, isComplete: false };
      },
    'a call without an answer that came to nothing': ({ operations }) => {
      operations.push({ ...unanswered('gus', 'join'), invoke: 5_000 });
      return undefined;
    },
    'a call without an answer that did its work': ({ operations }) => {
      const lost = operations.find(({ buyer }) => buyer === 'fay');
      Object.assign(lost ?? {}, { return: null, result: null });
      return undefined;
    },
    'two calls at the same time in either order': ({ operations }) => {
      const [ada, bob] = operations;
      Object.assign(ada ?? {}, { return: 2_000 });
      Object.assign(bob ?? {}, { invoke: 1_000, return: 2_000 });
      return { operations: operations.slice(0, 2), isComplete: false };
    },
    'buyers whom the client knows by their addresses': ({ operations }) => {
      for (const operation of operations) {
        operation.buyer = `${operation.buyer}@example.org`;
      }
      return undefined;
    },
  };

  test.each(Object.entries(accepted))('%s', (_, change) => {
    const story = usual();
    const { entries, operations } = story;
    const changed = change(story);
    expect(codes({ entries, operations, ...changed })).toEqual([]);
  });
});

let clock = 5_000;
function tick(): number {
  clock += 10;
  return clock;
}

function looks(buyer: string, n: number, place: PlaceTold, at = tick()): Operation {
  const result = { kind: 'place', place, at: n === 0 ? undefined : { epoch: 1, n } } as const;
  return { client: 'late', buyer, action: 'position', invoke: at, return: at + 5, result };
}

function unanswered(buyer: string, action: Operation['action']): Operation {
  return { client: 'cut off', buyer, action, invoke: tick(), return: null, result: null };
}

type Broken = (story: Story) => Partial<ReplayInput> | undefined;

const told = ({ operations }: Story, action: string, buyer: string): Operation => {
  const found = operations.find((one) => one.action === action && one.buyer === buyer);
  if (!found) {
    throw new Error(`no ${action} of ${buyer}`);
  }
  return found;
};
const placeIn = (operation: Operation) => {
  if (operation.result?.kind !== 'place') {
    throw new Error('no place');
  }
  return operation.result.place;
};
const entryOf = <Type extends LogEntry['type']>({ entries }: Story, type: Type, at = 0) => {
  const found = entries.filter((entry) => entry.type === type)[at];
  if (!found) {
    throw new Error(`no ${type}`);
  }
  return found as Extract<LogEntry, { type: Type }>;
};
/** Changes an entry in place, which its type forbids to all others. */
const rewrite = (entry: LogEntry, changes: object) => Object.assign(entry, changes);
/** Takes entries out and closes the gap. */
const without = (story: Story, drop: (entry: LogEntry) => boolean) => {
  const entries = story.entries.filter((entry) => !drop(entry));
  return { entries: entries.map((entry, i) => ({ ...entry, n: i + 1 })), isComplete: false };
};
/** Only what the log itself says is judged. */
const logOnly = { operations: [], isComplete: false };

describe('the replay rejects a log in which', () => {
  const broken: Record<string, [code: string, Broken]> = {
    'I1: a unit is given to two buyers': [
      'I1 UNIT_TWICE',
      (story) => {
        const { holds } = entryOf(story, 'grant');
        rewrite(entryOf(story, 'grant'), { holds: holds.map((one) => ({ ...one, unit: 1 })) });
        return logOnly;
      },
    ],
    'I1: a unit is given that does not exist': [
      'I1 UNIT_UNKNOWN',
      (story) => {
        rewrite(entryOf(story, 'grant').holds[3] as never, { unit: 9 });
        return logOnly;
      },
    ],
    'I2: more units are given than are free': [
      'I2 OVERSOLD',
      (story) => {
        rewrite(entryOf(story, 'activate'), { stock: 3 });
        return logOnly;
      },
    ],
    'I2: a unit comes back from a buyer who does not hold it': [
      'I2 FREED_TWICE',
      (story) => {
        story.log({ type: 'release', buyer: 'eve', unit: 3, fence: 1 });
        return logOnly;
      },
    ],
    'I2: a unit that is being paid for is taken back': [
      'I2 FREED_TWICE',
      (story) => {
        story.wait(2_000_000);
        story.log({ type: 'expire', holds: [{ buyer: 'bob', unit: 2, fence: 1 }] });
        return logOnly;
      },
    ],
    'I2: an attempt ends that does not run': [
      'I2 FREED_TWICE',
      (story) => {
        const { unit, expiresAt } = story.fold.holds.get('cy') ?? { unit: 0, expiresAt: 0 };
        story.log({ type: 'void', buyer: 'cy', unit, attempt: 5, back: 'freed', expiresAt });
        return logOnly;
      },
    ],
    'I2: an order is refunded twice': [
      'I2 FREED_TWICE',
      (story) => {
        story.refund('ada');
        story.log({ ...entryOf(story, 'refund'), type: 'refund' });
        return { ...logOnly, entries: story.entries.map((entry, i) => ({ ...entry, n: i + 1 })) };
      },
    ],
    'I2: units are taken away that are not free': [
      'I2 OVERSOLD',
      (story) => {
        story.log({ type: 'adjust', id: 'a', by: -2, stock: 2 });
        return logOnly;
      },
    ],
    'I2: the stock does not add up': [
      'I2 WRONG_STOCK',
      (story) => {
        story.log({ type: 'adjust', id: 'a', by: 1, stock: 6 });
        return logOnly;
      },
    ],
    'I3: a buyer has two places': [
      'I3 TWO_PLACES',
      (story) => {
        story.log({ type: 'join', seq: story.fold.seq + 1, buyer: 'eve', late: false });
        return logOnly;
      },
    ],
    'I3: a buyer comes back who was removed': [
      'I3 REMOVED_RETURNED',
      (story) => {
        story.log({ type: 'remove', buyer: 'fay', seq: 1_000_000_006, unit: null });
        story.log({ type: 'join', seq: story.fold.seq + 1, buyer: 'fay', late: false });
        return logOnly;
      },
    ],
    'I4: a buyer is served before one who came earlier': [
      'I4 OVERTAKEN',
      (story) => {
        const seq = 1_000_000_006;
        const holds = [{ buyer: 'fay', seq, unit: 4, fence: story.fold.n + 1_000_000_900 }];
        const expiresAt = 1_800_000_900_000;
        story.log({ type: 'grant', mode: 'normal', expiresAt, price: 100, holds });
        return logOnly;
      },
    ],
    'I4: a unit goes to a buyer who does not wait': [
      'I4 NOT_IN_LINE',
      (story) => {
        rewrite(entryOf(story, 'grant').holds[0] as never, { buyer: 'gus' });
        return logOnly;
      },
    ],
    'I5: another attempt is settled than the one that runs': [
      'I5 OTHER_HOLD',
      (story) => {
        rewrite(entryOf(story, 'settle'), { attempt: 3 });
        return logOnly;
      },
    ],
    'I5: a buyer gets a second order': [
      'I5 SETTLED_TWICE',
      (story) => {
        story.log({ type: 'settle', buyer: 'ada', unit: 4, attempt: 3 });
        return logOnly;
      },
    ],
    'I6: a hold ends before its time': [
      'I6 CUT_SHORT',
      (story) => {
        story.log({ type: 'expire', holds: [{ buyer: 'cy', unit: 3, fence: 1 }] });
        return logOnly;
      },
    ],
    'I6: a hold lives on after its time': [
      'I6 OUTLIVED',
      (story) => {
        const { unit, attempt, expiresAt } = story.fold.holds.get('bob') ?? {
          ...{ unit: 0, attempt: 0, expiresAt: 0 },
        };
        story.wait(2_000_000);
        story.log({ type: 'void', buyer: 'bob', unit, attempt, back: 'held', expiresAt });
        return logOnly;
      },
    ],
    'I6: a hold is extended that is being paid for': [
      'I6 EXTENDED_WRONGLY',
      (story) => {
        story.log({ type: 'extend', buyer: 'bob', fence: 1, expiresAt: 1_900_000_000_000 });
        return logOnly;
      },
    ],
    'I6: the time runs backwards': [
      'I6 TIME_BACK',
      (story) => {
        story.wait(-1_000);
        story.log({ type: 'resume' });
        return logOnly;
      },
    ],
    'I7: a hold is claimed after its time': [
      'I7 CLAIM_AFTER_EXPIRY',
      (story) => {
        story.wait(2_000_000);
        story.claim('cy');
        return logOnly;
      },
    ],
    'I7: a buyer claims who holds nothing': [
      'I7 CLAIM_WITHOUT_HOLD',
      (story) => {
        story.log({ type: 'claim', buyer: 'eve', fence: 3, attempt: 1_000_000_900 });
        return logOnly;
      },
    ],
    'I7: two attempts have one number': [
      'I7 FENCE_REUSED',
      (story) => {
        rewrite(entryOf(story, 'claim', 1), { attempt: entryOf(story, 'claim').attempt });
        return logOnly;
      },
    ],
    'I9: an entry is missing': [
      'I9 LOG_GAP',
      (story) => ({ ...logOnly, entries: story.entries.filter(({ n }) => n !== 4) }),
    ],
    'I9: a place is drawn twice': [
      'I9 WRONG_SEQ',
      (story) => {
        rewrite(entryOf(story, 'join', 5), { seq: 1_000_000_002 });
        return logOnly;
      },
    ],
    'I9: a new epoch gives a buyer another place': [
      'I9 PLACE_MOVED',
      (story) => {
        story.adopt();
        rewrite(entryOf(story, 'rehold'), { seq: 1_000_000_009 });
        return logOnly;
      },
    ],
    'I9: an epoch comes again': [
      'I9 WRONG_EPOCH',
      (story) => {
        story.adopt();
        rewrite(entryOf(story, 'adopt'), { epoch: 1 });
        return logOnly;
      },
    ],
    'window: units are granted in a pause': [
      'window GRANTED_PAUSED',
      (story) => {
        story.log({ type: 'pause', reason: 'lunch' });
        story.grant();
        return logOnly;
      },
    ],
    'window: units are granted after the end': [
      'window GRANTED_CLOSED',
      (story) => {
        story.log({ type: 'end' });
        story.grant();
        return logOnly;
      },
    ],
    'window: a buyer joins after the end': [
      'window JOINED_CLOSED',
      (story) => {
        story.log({ type: 'end' });
        story.log({ type: 'join', seq: story.fold.seq + 1, buyer: 'gus', late: false });
        return logOnly;
      },
    ],
    'a change of a later version makes the rest unknown': [
      'I9 UNDECIDED',
      (story) => {
        story.log({ type: 'unknown', name: 'swap', values: {} });
        return logOnly;
      },
    ],
  };

  test.each(Object.entries(broken))('%s', (_, [code, change]) => {
    const story = usual();
    const { entries, operations } = story;
    const changed = change(story);
    expect(codes({ entries, operations, ...changed })).toContain(code);
  });
});

describe('the replay rejects answers by which', () => {
  const broken: Record<string, [code: string, Broken]> = {
    'I9: a buyer was given a place that the log does not know': [
      'I9 NOT_IN_LOG',
      (story) => {
        story.operations.push({
          ...looks('gus', 99, { phase: 'waiting', seq: 1_000_000_007 }),
          action: 'join',
        });
        return undefined;
      },
    ],
    'I9: a place was lost without a loss of Redis': [
      'I9 NOT_IN_LOG',
      (story) => {
        const lost = without(story, (entry) => entry.type === 'join' && entry.buyer === 'fay');
        return { ...lost, operations: [told(story, 'join', 'fay')].map(namelessPoint) };
      },
    ],
    'I9: a buyer was told another seq than the log has': [
      'I9 WRONG_PLACE',
      (story) => {
        placeIn(told(story, 'position', 'eve')).seq = 1_000_000_003;
        return undefined;
      },
    ],
    'I9: a holder was told to wait': [
      'I9 WRONG_PLACE',
      (story) => {
        const last = story.operations.find(
          ({ buyer, action }) => buyer === 'cy' && action === 'position',
        );
        Object.assign(placeIn(last as Operation), { phase: 'waiting' });
        return undefined;
      },
    ],
    'I9: a holder was told of another unit': [
      'I9 WRONG_PLACE',
      (story) => {
        placeIn(told(story, 'position', 'cy')).unit = 4;
        return undefined;
      },
    ],
    'I9: a hold was shown with more time than it has': [
      'I9 WRONG_PLACE',
      (story) => {
        placeIn(told(story, 'position', 'cy')).expiresAt = 1_900_000_000_000;
        return undefined;
      },
    ],
    'I9: a buyer in line was told that there is no place': [
      'I9 WRONG_PLACE',
      (story) => {
        story.operations.push(looks('eve', story.fold.n, { phase: 'none' }));
        return undefined;
      },
    ],
    'I8: a buyer was told a wrong rank': [
      'I8 WRONG_RANK',
      (story) => {
        placeIn(told(story, 'position', 'eve')).rank = 4;
        return undefined;
      },
    ],
    'I8: a buyer was told an older state than before': [
      'I8 STALE',
      (story) => {
        story.operations.push(looks('eve', 7, { phase: 'waiting', seq: 1_000_000_005, rank: 5 }));
        return undefined;
      },
    ],
    'I4: a buyer who came after the answer to another stands before that one': [
      'I4 BEFORE_ITS_CALL',
      (story) => {
        const [ada, bob] = [told(story, 'join', 'ada'), told(story, 'join', 'bob')];
        const [first, second] = [{ ...ada }, { ...bob }];
        Object.assign(ada, { invoke: second.invoke, return: second.return });
        Object.assign(bob, { invoke: first.invoke, return: first.return });
        return undefined;
      },
    ],
    'I3: two calls were both told to have made one place': [
      'I3 MADE_TWICE',
      (story) => {
        const ada = told(story, 'join', 'ada');
        story.operations.push({ ...ada, client: 'a second tab' });
        return undefined;
      },
    ],
    'I3: a place has no call that made it': [
      'I3 UNASKED',
      ({ operations }) => ({
        operations: operations.filter(({ buyer, action }) => buyer !== 'fay' || action !== 'join'),
      }),
    ],
    'I3: a place was made before any call for it began': [
      'I3 UNASKED',
      (story) => {
        const fay = told(story, 'join', 'fay');
        Object.assign(fay, { invoke: 9_000, return: null, result: null });
        return undefined;
      },
    ],
    'I11: one buyer was shown the place of another': [
      'I11 OTHER_BUYER',
      (story) => {
        for (const operation of story.operations) {
          operation.buyer = `${operation.buyer}@example.org`;
        }
        const eve = told(story, 'position', 'eve@example.org');
        eve.buyer = 'ada@example.org';
        return undefined;
      },
    ],
    'I7: a claim was told that the log does not know': [
      'I7 NOT_IN_LOG',
      (story) => {
        Object.assign(told(story, 'claim', 'bob').result as object, { attempt: 77 });
        return undefined;
      },
    ],
    'I7: a holder was told to hold nothing': [
      'I7 NEVER',
      (story) => {
        story.refused('claim', 'cy', 'no_hold');
        return undefined;
      },
    ],
    'I7: a holder with time left was told that it is over': [
      'I7 NEVER',
      (story) => {
        story.refused('claim', 'cy', 'expired');
        story.wait(10);
        story.leave('cy');
        return undefined;
      },
    ],
    'I5: an order was confirmed that the log does not know': [
      'I5 NEVER',
      (story) => {
        story.operations.push({ ...told(story, 'confirm', 'ada'), buyer: 'cy', invoke: 8_000 });
        return undefined;
      },
    ],
    'I5: an order was confirmed with another unit': [
      'I5 NEVER',
      (story) => {
        Object.assign(told(story, 'confirm', 'ada').result as object, { unit: 3 });
        return undefined;
      },
    ],
    'I5: an order was confirmed whose payment was declined': [
      'I5 NEVER',
      (story) => {
        story.decline('bob');
        const unit = story.fold.holds.get('bob')?.unit;
        const confirm = {
          ...told(story, 'confirm', 'ada'),
          buyer: 'bob',
          invoke: 8_000,
          return: 8_005,
        };
        story.operations.push({ ...confirm, result: { kind: 'done', unit } });
        return undefined;
      },
    ],
    'I5: a running claim was told to be stale': [
      'I5 NEVER',
      (story) => {
        story.refused('settle', 'bob', 'stale', story.fold.holds.get('bob')?.attempt);
        return undefined;
      },
    ],
    'I6: more time was told than was given': [
      'I6 NEVER',
      (story) => {
        Object.assign(told(story, 'extend', 'cy').result as object, {
          expiresAt: 1_900_000_000_000,
        });
        return undefined;
      },
    ],
    'I2: a buyer was told to have given back a hold and gave a place': [
      'I2 OTHER_ENTRY',
      (story) => {
        Object.assign(told(story, 'leave', 'dan').result as object, { gave: 'place' });
        return undefined;
      },
    ],
    'I2: a buyer was told that nothing was left to give back': [
      'I2 NEVER',
      (story) => {
        story.refused('leave', 'eve', 'nothing');
        return undefined;
      },
    ],
    'I2: a buyer was told that all units are sold while some were not': [
      'I2 NEVER',
      (story) => {
        story.refused('join', 'gus', 'sold_out');
        return undefined;
      },
    ],
    'I9: an answer names a moment of another epoch': [
      'I9 WRONG_POINT',
      (story) => {
        story.adopt();
        const early = looks('eve', 3, { phase: 'waiting', seq: 1_000_000_005 });
        Object.assign(early.result as object, { at: { epoch: 2, n: 3 } });
        story.operations.push(early);
        return undefined;
      },
    ],
  };

  test.each(Object.entries(broken))('%s', (_, [code, change]) => {
    const story = usual();
    const { entries, operations } = story;
    const changed = change(story);
    expect(codes({ entries, operations, ...changed })).toContain(code);
  });
});

function namelessPoint(operation: Operation): Operation {
  if (operation.result?.kind !== 'place') {
    return operation;
  }
  return { ...operation, result: { ...operation.result, at: undefined } };
}

describe('a history', () => {
  test('notes what was called, and a call that fails as one whose outcome is unknown', async () => {
    const history = createHistory();
    const call = { saleId: 's', client: 'c', buyer: 'ada', action: 'join' } as const;
    const done = { kind: 'refused', why: 'rejected' } as const;
    expect(
      await history.record(
        call,
        async () => 7,
        () => done,
      ),
    ).toBe(7);
    const cut = history.record(
      call,
      () => Promise.reject(new Error('cut')),
      () => done,
    );
    await expect(cut).rejects.toThrow('cut');
    const [first, second] = history.of('s');
    expect(first?.return).toBeGreaterThanOrEqual(first?.invoke ?? 0);
    expect(first?.result).toEqual(done);
    expect(second).toMatchObject({ return: null, result: null });
    expect(second?.invoke).toBeGreaterThanOrEqual(first?.return ?? 0);
  });

  test('is the same after it was written to a file and read again', () => {
    const dir = mkdtempSync(join(tmpdir(), 'flash-history-'));
    const file = join(dir, 'deep', 'sale.jsonl');
    const { entries, operations } = usual();
    writeHistory(file, { entries, operations });
    const read = readHistoryFile(file);
    expect(codes(read)).toEqual([]);
    expect(read.entries).toEqual(entries);
    expect(read.operations).toEqual(JSON.parse(JSON.stringify(operations)));
    rmSync(dir, { recursive: true });
  });
});

test('ranks are counted among those who are there', () => {
  const ranks = createRanks([30, 10, 20, 20]);
  for (const number of [10, 20, 30]) {
    ranks.add(number);
  }
  expect([10, 20, 30].map(ranks.rankOf)).toEqual([1, 2, 3]);
  ranks.remove(10);
  expect([10, 20, 30].map(ranks.rankOf)).toEqual([0, 1, 2]);
});
