import { describe, expect, it } from 'vitest';
import { createAttention } from './polling-schedule.ts';

function setup() {
  let time = 0;
  const attention = createAttention({ now: () => time, random: () => 0 });
  return { attention, pass: (ms: number) => (time += ms) };
}

describe('attention', () => {
  it('looks at a busy sale on every tick, so a free unit never waits for its buyer', () => {
    const { attention, pass } = setup();
    for (let tick = 0; tick < 4; tick += 1) {
      expect(attention.begin('a')).toBe(true);
      attention.end('a', 0);
      pass(250);
    }
  });

  it('leaves an idle sale alone for ten seconds, so a thousand of them cost nothing', () => {
    const { attention, pass } = setup();
    attention.begin('a');
    attention.end('a', 10_000);
    pass(9_999);
    expect(attention.begin('a')).toBe(false);
    pass(1);
    expect(attention.begin('a')).toBe(true);
  });

  it('looks at once at an idle sale that somebody joined', () => {
    const { attention } = setup();
    attention.begin('a');
    attention.end('a', 10_000);
    attention.hint('a');
    expect(attention.begin('a')).toBe(true);
  });

  it('never looks twice at the same time, and keeps a hint that comes meanwhile', () => {
    const { attention } = setup();
    attention.begin('a');
    attention.hint('a');
    expect(attention.begin('a')).toBe(false);
    expect(attention.begin('b')).toBe(true);
    attention.end('a', 10_000);
    expect(attention.begin('a')).toBe(true);
  });

  it('keeps nothing of sales that are only hinted at: a deleted one would never be forgotten', () => {
    const { attention } = setup();
    attention.begin('a');
    attention.forget('a');
    for (let i = 0; i < 10; i += 1) attention.hint(`deleted${i}`);
    attention.hint('a');
    attention.end('a', 0);
    expect(attention.size()).toBe(0);
    expect(attention.begin('a')).toBe(true);
  });
});
