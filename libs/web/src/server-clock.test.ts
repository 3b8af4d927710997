import { describe, expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

const iso = (ms: number) => new Date(ms).toISOString();

describe('server clock', () => {
  it('counts by the server when the own clock is ten minutes wrong', () => {
    let local = 1_000_000;
    const clock = createServerClock(() => local);
    clock.observe(iso(1_600_000), local);
    local += 30_000;
    expect(clock.now()).toBe(1_630_000);
  });

  it('never promises more time than there is: the shortest way up wins', () => {
    const clock = createServerClock(() => 0);
    clock.observe(iso(900), 0);
    clock.observe(iso(120), 0);
    clock.observe(iso(400), 0);
    expect(clock.now()).toBe(120);
  });

  it('follows when somebody sets the clock', () => {
    const clock = createServerClock(() => 0);
    clock.observe(iso(100), 0);
    clock.observe(iso(3_600_100), 0);
    expect(clock.now()).toBe(3_600_100);
  });

  it('ignores what is no time', () => {
    const clock = createServerClock(() => 7);
    clock.observe('soon', 0);
    expect(clock.now()).toBe(7);
  });
});
