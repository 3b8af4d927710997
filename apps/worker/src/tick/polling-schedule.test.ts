import { describe, expect, test } from 'vitest';
import { createPollingSchedule } from './polling-schedule.ts';

function setup() {
  let time = 0;
  const polling = createPollingSchedule({ now: () => time });
  return { polling, pass: (ms: number) => (time += ms) };
}

describe('polling', () => {
  test('inspects a busy sale on every tick, so a free unit never waits for its buyer', () => {
    const { polling, pass } = setup();
    for (let tick = 0; tick < 4; tick += 1) {
      expect(polling.begin('a')).toBe(true);
      polling.end('a', 0);
      pass(250);
    }
  });

  test('leaves an idle sale alone for ten seconds, so a thousand of them cost nothing', () => {
    const { polling, pass } = setup();
    polling.begin('a');
    polling.end('a', 10_000);
    pass(9_999);
    expect(polling.begin('a')).toBe(false);
    pass(1);
    expect(polling.begin('a')).toBe(true);
  });

  test('inspects an idle sale at once when a buyer joined', () => {
    const { polling } = setup();
    polling.begin('a');
    polling.end('a', 10_000);
    polling.hint('a');
    expect(polling.begin('a')).toBe(true);
  });

  test('inspects a sale when something becomes due in it, and sooner after a hint that names a later time', () => {
    const { polling, pass } = setup();
    polling.begin('a');
    polling.end('a', 60_000);
    polling.hint('a', 400);
    polling.hint('a', 900);
    pass(399);
    expect(polling.isDue('a')).toBe(false);
    pass(1);
    expect(polling.begin('a')).toBe(true);
    // What is read now may be older than this hint.
    polling.hint('a', 500);
    polling.end('a', 60_000);
    expect(polling.isDue('a')).toBe(false);
    pass(500);
    expect(polling.isDue('a')).toBe(true);
  });

  test('inspects a sale once more that this worker has just lost, when something becomes due in it', () => {
    const { polling, pass } = setup();
    polling.begin('a');
    polling.end('a', 400);
    polling.leaveAlone('a');
    pass(400);
    expect(polling.begin('a')).toBe(true);
  });

  test('leaves a sale of other workers alone until a hint comes, also one that was never inspected', () => {
    const { polling, pass } = setup();
    polling.leaveAlone('a');
    pass(1e9);
    expect(polling.begin('a')).toBe(false);
    polling.hint('a');
    expect(polling.begin('a')).toBe(true);
    polling.leaveAlone('a');
    polling.end('a', Number.POSITIVE_INFINITY);
    pass(1e9);
    expect(polling.isDue('a')).toBe(false);
  });

  test('never looks twice at the same time, and keeps a hint that comes meanwhile', () => {
    const { polling } = setup();
    polling.begin('a');
    polling.hint('a');
    expect(polling.begin('a')).toBe(false);
    expect(polling.begin('b')).toBe(true);
    polling.end('a', 10_000);
    expect(polling.begin('a')).toBe(true);
  });

  test('keeps the soonest of the hints that come during an inspection', () => {
    const { polling, pass } = setup();
    polling.begin('a');
    polling.hint('a', 500);
    polling.hint('a', 100);
    polling.hint('a', 900);
    polling.end('a', 60_000);
    pass(99);
    expect(polling.isDue('a')).toBe(false);
    pass(1);
    expect(polling.isDue('a')).toBe(true);
  });

  test('keeps nothing of sales that are only hinted at: a deleted one would never be forgotten', () => {
    const { polling } = setup();
    polling.begin('a');
    polling.forget('a');
    for (let i = 0; i < 10; i += 1) {
      polling.hint(`deleted${i}`);
    }
    polling.hint('a');
    polling.end('a', 0);
    expect(polling.size()).toBe(0);
    expect(polling.begin('a')).toBe(true);
  });
});
