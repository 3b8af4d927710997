import { describe, expect, test } from 'vitest';
import { canonicalEntry, parseEntry } from './canonical.ts';
import type { LogEntry } from './entry.ts';
import { applyEntry, foldLog, gapBefore } from './fold.ts';
import { emptyFold, freeUnits, lineOf } from './fold-state.ts';
import { createHistory, randomHistory } from './testing/audit-history.ts';

const BASE = 1_000_000_000;

describe('the fold of a log', () => {
  test('keeps who waits, holds, pays and owns', () => {
    const history = createHistory({ stock: 3 });
    history.join('ada', 'bob', 'cy', 'dan');
    history.grant();
    history.claim('ada');
    history.extend('bob');
    history.leave('cy');
    history.grant();
    const { fold } = history;
    expect(fold).toMatchObject({ epoch: 1, n: 10, stock: 3, seq: BASE + 4, serving: BASE + 4 });
    expect(fold.granted).toBe(4);
    expect(fold.claimed).toBe(1);
    expect(lineOf(fold)).toEqual([]);
    expect(freeUnits(fold)).toBe(0);
    expect(fold.holds.get('ada')).toMatchObject({ unit: 1, claimed: true, seq: BASE + 1 });
    expect(fold.holds.get('bob')).toMatchObject({ unit: 2, extensions: 1, claimed: false });
    expect(fold.holds.get('dan')).toMatchObject({ unit: 3 });
    expect(fold.remains.get('cy')).toMatchObject({ phase: 'left', seq: BASE + 3 });
    history.commit('ada');
    history.settle('ada');
    expect(fold.sold.get('ada')).toMatchObject({ unit: 1, seq: BASE + 1 });
    expect(fold.claimed).toBe(0);
  });

  test('ends a place or another hold when the record of an order speaks', () => {
    const history = createHistory({ stock: 3 });
    history.join('ada', 'bob');
    history.grant(1);
    history.log({ type: 'settle', buyer: 'ada', unit: 3, attempt: BASE + 9 });
    history.log({ type: 'settle', buyer: 'bob', unit: 2, attempt: BASE + 10 });
    expect(history.fold.holds.size).toBe(0);
    expect(lineOf(history.fold)).toEqual([]);
    expect(freeUnits(history.fold)).toBe(1);
  });

  test('replaces every hold in a new epoch, and keeps the line and what is sold', () => {
    const history = createHistory({ stock: 3 });
    history.join('ada', 'bob', 'cy', 'dan');
    history.grant();
    history.buy('ada');
    history.claim('bob');
    history.log({ type: 'adopt', epoch: 2, how: 'rebuild', mark: BASE + 4, stock: 3 });
    expect(history.fold.holds.size + history.fold.claimed).toBe(0);
    const hold = {
      seq: BASE + 2,
      unit: 2,
      fence: 2 * BASE + 1,
      expiresAt: 5,
      price: 1,
      extensions: 1,
    };
    history.log({ type: 'rehold', buyer: 'bob', ...hold });
    history.log({ type: 'requeue', places: [{ buyer: 'cy', seq: BASE + 3 }] });
    expect(lineOf(history.fold)).toEqual([
      { buyer: 'cy', seq: BASE + 3 },
      { buyer: 'dan', seq: BASE + 4 },
    ]);
    expect(history.fold.holds.get('bob')).toMatchObject({ ...hold, claimed: false });
    expect(history.fold.sold.has('ada')).toBe(true);
    expect(history.fold).toMatchObject({ seq: 2 * BASE, marks: [{ epoch: 1, seq: BASE + 4 }] });
    history.join('eve');
    expect(history.fold.seq).toBe(2 * BASE + 1);
  });

  test('keeps the holds of before a new epoch apart until each one is answered or another entry follows', () => {
    const history = createHistory({ stock: 4 });
    history.join('ada', 'bob', 'cy', 'dan');
    history.grant();
    const { fold } = history;
    const promised = () => [...fold.promised.keys()];
    history.log({ type: 'adopt', epoch: 2, how: 'rebuild', mark: BASE + 4, stock: 3 });
    expect(promised()).toEqual(['ada', 'bob', 'cy', 'dan']);
    const hold = { seq: BASE + 2, unit: 2, fence: 2 * BASE + 1, price: 1, extensions: 0 };
    history.log({ type: 'settle', buyer: 'ada', unit: 1, attempt: BASE + 9 });
    history.log({ type: 'rehold', buyer: 'bob', expiresAt: 5, ...hold });
    history.log({ type: 'requeue', places: [{ buyer: 'dan', seq: BASE + 4 }] });
    expect(promised()).toEqual(['cy']);
    // As written by a version that forgot what a cut log had not answered.
    history.log({ type: 'adopt', epoch: 3, how: 'rebuild', mark: 2 * BASE, stock: 3 });
    history.log({ type: 'rehold', buyer: 'bob', expiresAt: 5, ...hold, fence: 3 * BASE + 1 });
    expect(promised()).toEqual(['cy']);
    history.log({ type: 'resume' });
    expect([promised(), [...fold.holds.keys()]]).toEqual([[], ['bob']]);
  });

  test('tells the time by the clock of the last epoch, so that a rebuild after a clock was set back moves no hold', () => {
    const history = createHistory({ stock: 1 });
    history.join('ada');
    history.grant();
    const before = history.now();
    history.wait(-600_000);
    history.adopt();
    expect(history.fold.at).toBe(before - 600_000);
    history.wait(-1_000);
    history.join('bob');
    expect(history.fold.at).toBe(before - 600_000);
  });

  test('moves every expiry after an outage, and counts units that come and go', () => {
    const history = createHistory({ stock: 2 });
    history.join('ada', 'bob');
    history.grant();
    history.claim('ada');
    const before = [...history.fold.holds.values()].map((hold) => hold.expiresAt);
    history.log({ type: 'shift', byMs: 30_000 });
    const after = [...history.fold.holds.values()].map((hold) => hold.expiresAt);
    expect(after).toEqual(before.map((at) => at + 30_000));
    history.adjust(3);
    history.adjust(-2);
    history.adjust(1);
    expect(history.fold).toMatchObject({ stock: 4, unitTop: 5 });
  });

  test('is the same from the published chain, with leaves where people were', () => {
    const { entries, fold } = randomHistory(3, 500);
    const lines = entries.map((entry) => canonicalEntry(entry, (buyer) => `leaf-${buyer}`));
    const published = foldLog(lines.map((text) => parseEntry(text)));
    const named = foldLog(lines.map((text) => parseEntry(text, (leaf) => leaf.slice(5))));
    expect(lineOf(named)).toEqual(lineOf(fold));
    expect(named).toEqual(fold);
    expect(published.sold.size).toBe(fold.sold.size);
  });

  test('says where a log has a gap', () => {
    const fold = emptyFold();
    applyEntry(fold, { n: 1, at: 1, type: 'activate', epoch: 1, stock: 1 });
    expect(gapBefore(fold, { n: 2, at: 1, type: 'resume' })).toBeNull();
    expect(gapBefore(fold, { n: 4, at: 1, type: 'resume' })).toBe('entry 4 follows 1');
  });

  test('reads a million joins in seconds', () => {
    function* crowd(): Generator<LogEntry> {
      yield { n: 1, at: 0, type: 'activate', epoch: 1, stock: 10 };
      for (let i = 1; i <= 1_000_000; i += 1) {
        yield { n: i + 1, at: i, type: 'join', seq: BASE + i, buyer: `g${i}`, late: false };
      }
    }
    const begin = performance.now();
    const fold = foldLog(crowd());
    expect(fold.waiting.size).toBe(1_000_000);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
