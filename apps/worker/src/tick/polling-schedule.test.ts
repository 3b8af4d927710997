import { describe, expect, test } from 'vitest';
import { createPollingSchedule } from './polling-schedule.ts';

function setup() {
  let time = 0;
  const polling = createPollingSchedule({ now: () => time, random: () => 0 });
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

  test('never looks twice at the same time, and keeps a hint that comes meanwhile', () => {
    const { polling } = setup();
    polling.begin('a');
    polling.hint('a');
    expect(polling.begin('a')).toBe(false);
    expect(polling.begin('b')).toBe(true);
    polling.end('a', 10_000);
    expect(polling.begin('a')).toBe(true);
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
