import { describe, expect, test } from 'vitest';
import { type Console, emptyConsole, reduceConsole } from './console.ts';
import { anOverview, aPoint, at, t0 } from './overview.fixture.ts';

const hear = (state: Console, overview: ReturnType<typeof anOverview>, receivedAt = t0) =>
  reduceConsole(state, { type: 'counts', overview, receivedAt });

const change = (n: number) => ({
  ...{ n, at: at(n), type: 'pause', times: 1, places: 0, detail: null },
});

describe('what is shown never goes back in time', () => {
  const shown = hear(emptyConsole, anOverview({ epoch: 2, n: 50, serverNow: at(10), sold: 9 }));

  test.each([
    ['an earlier change', { epoch: 2, n: 49, serverNow: at(12) }],
    ['a line from before a restore', { epoch: 1, n: 9_000, serverNow: at(12) }],
    ['the same answer a second time', { epoch: 2, n: 50, serverNow: at(10) }],
    ['a line that is not in Redis, told late', { epoch: 2, n: 0, serverNow: at(9) }],
  ])('after %s', (_, late) => {
    expect(hear(shown, anOverview({ ...late, sold: 1 }))).toBe(shown);
  });

  test.each([
    ['a later change', { epoch: 2, n: 51, serverNow: at(11) }],
    ['a restored line, which counts anew', { epoch: 3, n: 1, serverNow: at(11) }],
    ['a quiet sale, a second later', { epoch: 2, n: 50, serverNow: at(11) }],
    ['an archived sale, which Redis has forgotten', { epoch: 2, n: 0, serverNow: at(11) }],
  ])('but goes on with %s', (_, next) => {
    expect(hear(shown, anOverview({ ...next, sold: 10 })).overview?.sold).toBe(10);
  });
});

describe('the curve', () => {
  test('grows by what is new, and a point told twice stands once', () => {
    const first = hear(emptyConsole, anOverview({ n: 1, history: [aPoint(1), aPoint(2)] }));
    const points = [aPoint(2, { joined: 7 }), aPoint(3)];
    const { history } = hear(first, anOverview({ n: 2, history: points }));
    expect(history.map((point) => point.at)).toEqual([at(1), at(2), at(3)]);
    expect(history[1]?.joined).toBe(7);
  });

  test('stays two minutes long however long somebody watches', () => {
    let state = emptyConsole;
    for (let second = 1; second <= 1_000; second += 1) {
      state = hear(state, anOverview({ n: second, history: [aPoint(second)] }));
    }
    expect(state.history).toHaveLength(121);
    expect(state.history.at(-1)?.at).toBe(at(1_000));
  });
});

describe('the latest changes', () => {
  test('stand newest first, are never told twice and never pile up', () => {
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

test('forgets a refusal once there is an answer', () => {
  const refusal = { status: 503, title: 'No' } as Console['refusal'];
  const refused = reduceConsole(emptyConsole, { type: 'refused', refusal: refusal as never });
  expect(refused.refusal).toBe(refusal);
  expect(hear(refused, anOverview()).refusal).toBeNull();
});
