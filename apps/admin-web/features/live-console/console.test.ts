import { describe, expect, test } from 'vitest';
import { type Console, emptyConsole, reduceConsole } from './console.ts';
import { anOverview, aPoint, at, t0 } from './overview.fixture.ts';

const receive = (state: Console, overview: ReturnType<typeof anOverview>, receivedAt = t0) =>
  reduceConsole(state, { type: 'counts', overview, receivedAt });

const change = (n: number) => ({
  ...{ n, at: at(n), type: 'pause', times: 1, places: 0, detail: null },
});

describe('the console never goes back in time', () => {
  const shown = receive(emptyConsole, anOverview({ epoch: 2, n: 50, serverNow: at(10), sold: 9 }));

  test.each([
    ['an earlier change', { epoch: 2, n: 49, serverNow: at(12) }],
    ['a line from before a restore', { epoch: 1, n: 9_000, serverNow: at(12) }],
    ['the same answer again', { epoch: 2, n: 50, serverNow: at(10) }],
    ['a late answer about a line that is not in Redis', { epoch: 2, n: 0, serverNow: at(9) }],
  ])('it ignores %s', (_, late) => {
    expect(receive(shown, anOverview({ ...late, sold: 1 }))).toBe(shown);
  });

  test.each([
    ['a later change', { epoch: 2, n: 51, serverNow: at(11) }],
    [
      'a restored line, whose changes are counted from 1 again',
      { epoch: 3, n: 1, serverNow: at(11) },
    ],
    ['a quiet sale, a second later', { epoch: 2, n: 50, serverNow: at(11) }],
    ['an archived sale, which is no longer in Redis', { epoch: 2, n: 0, serverNow: at(11) }],
  ])('it shows %s', (_, next) => {
    expect(receive(shown, anOverview({ ...next, sold: 10 })).overview?.sold).toBe(10);
  });
});

describe('the history', () => {
  test('grows by new points and holds each second once', () => {
    const first = receive(emptyConsole, anOverview({ n: 1, history: [aPoint(1), aPoint(2)] }));
    const points = [aPoint(2, { joined: 7 }), aPoint(3)];
    const { history } = receive(first, anOverview({ n: 2, history: points }));
    expect(history.map((point) => point.at)).toEqual([at(1), at(2), at(3)]);
    expect(history[1]?.joined).toBe(7);
  });

  test('stays two minutes long, however long the page is open', () => {
    let state = emptyConsole;
    for (let second = 1; second <= 1_000; second += 1) {
      state = receive(state, anOverview({ n: second, history: [aPoint(second)] }));
    }
    expect(state.history).toHaveLength(121);
    expect(state.history.at(-1)?.at).toBe(at(1_000));
  });
});

describe('the latest changes', () => {
  test('are listed newest first, once each, and at most 40 of them', () => {
    let state = emptyConsole;
    for (let n = 1; n <= 200; n += 1) {
      const changes = [change(n), change(n + 1)];
      state = reduceConsole(state, { type: 'changes', changes });
    }
    expect(state.changes).toHaveLength(40);
    expect(state.changes[0]?.n).toBe(201);
    expect(new Set(state.changes.map(({ n }) => n)).size).toBe(40);
  });
});

test('a refusal is cleared by the next answer', () => {
  const refusal = { status: 503, title: 'No' } as Console['refusal'];
  const refused = reduceConsole(emptyConsole, { type: 'refused', refusal: refusal as never });
  expect(refused.refusal).toBe(refusal);
  expect(receive(refused, anOverview()).refusal).toBeNull();
});
