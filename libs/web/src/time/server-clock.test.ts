import { describe, expect, test } from 'vitest';
import { createServerClock } from './server-clock.ts';

const START = Date.parse('2026-06-01T10:00:00.000Z');
const iso = (ms: number) => new Date(START + ms).toISOString();

/** A device whose two clocks are moved by hand; `server` is the truth. */
function device({ wallOffMs = 0 } = {}) {
  let mono = 5_000;
  let wall = START + wallOffMs;
  let server = 0;
  const clock = createServerClock({ monotonic: () => mono, wall: () => wall });
  const pass = (ms: number) => {
    mono += ms;
    wall += ms;
    server += ms;
  };
  return {
    clock,
    pass,
    /** Sleep as most systems have it: the steady clock stands still. */
    sleep(ms: number) {
      wall += ms;
      server += ms;
    },
    setWall(byMs: number) {
      wall += byMs;
    },
    ask({ upMs = 0, downMs = 0 } = {}) {
      const startedAt = mono;
      pass(upMs);
      const serverNow = iso(server);
      pass(downMs);
      clock.observe(serverNow, startedAt);
    },
    mono: () => mono,
    serverIso: () => iso(server),
    /** How far the clock is ahead of the server; negative would promise time that is not there. */
    aheadMs: () => (clock.now() ?? Number.NaN) - START - server,
  };
}

describe('server clock', () => {
  test('is unknown until an answer has told the time', () => {
    expect(device().clock.now()).toBeNull();
  });

  test.each([600_000, -600_000])('counts by the server when the own clock is %i ms off', (off) => {
    const on = device({ wallOffMs: off });
    on.ask();
    on.pass(30_000);
    expect(on.aheadMs()).toBe(0);
  });

  test('is never behind the server, and ahead by no more than the fastest way up', () => {
    const on = device();
    for (const upMs of [900, 120, 400]) {
      on.ask({ upMs, downMs: 300 });
      expect(on.aheadMs()).toBeGreaterThanOrEqual(0);
    }
    expect(on.aheadMs()).toBe(120);
  });

  test('is not moved when the clock of the device is set, once a fresh answer came', () => {
    const on = device();
    on.ask();
    on.setWall(-600_000);
    expect(on.clock.now()).toBeNull();
    on.ask({ upMs: 10 });
    expect(on.aheadMs()).toBe(10);
  });

  test('is unknown after sleep until a fresh answer came', () => {
    const on = device();
    on.ask();
    on.sleep(45_000);
    expect(on.clock.now()).toBeNull();
    on.ask({ upMs: 20 });
    expect(on.aheadMs()).toBe(20);
  });

  test('learns nothing from an answer whose request was sent before a sleep', () => {
    const on = device();
    const startedAt = on.mono();
    const serverNow = on.serverIso();
    on.pass(30);
    on.sleep(45_000);
    expect(on.clock.now()).toBeNull();
    on.clock.observe(serverNow, startedAt);
    expect(on.clock.now()).toBeNull();
  });

  test('lets a pushed message bring it forward, never back', () => {
    const on = device();
    on.ask({ upMs: 50 });
    on.clock.atLeast(iso(0));
    expect(on.aheadMs()).toBe(50);
    // The steady clock of the device lost 200 ms against the server.
    on.clock.atLeast(iso(250));
    expect(on.clock.now()).toBe(START + 250);
  });

  test('trusts a narrow measurement for ten minutes only, because local clocks drift', () => {
    const on = device();
    on.ask({ upMs: 5 });
    on.pass(9 * 60_000);
    on.ask({ upMs: 80 });
    expect(on.aheadMs()).toBe(5);
    on.pass(2 * 60_000);
    on.ask({ upMs: 60 });
    expect(on.aheadMs()).toBe(60);
  });

  test('ignores what is no time', () => {
    const on = device();
    on.clock.observe('soon', on.mono());
    expect(on.clock.now()).toBeNull();
  });
});
