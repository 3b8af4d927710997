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
  test('has no time before the first answer', () => {
    expect(device().clock.now()).toBeNull();
  });

  test.each([600_000, -600_000])(
    'follows the server when the clock of the device is %i ms off',
    (off) => {
      const on = device({ wallOffMs: off });
      on.ask();
      on.pass(30_000);
      expect(on.aheadMs()).toBe(0);
    },
  );

  test('is never behind the server, and ahead by at most the fastest request', () => {
    const on = device();
    for (const upMs of [900, 120, 400]) {
      on.ask({ upMs, downMs: 300 });
      expect(on.aheadMs()).toBeGreaterThanOrEqual(0);
    }
    expect(on.aheadMs()).toBe(120);
  });

  test('is right again with the first answer after the clock of the device was set', () => {
    const on = device();
    on.ask();
    on.setWall(-600_000);
    expect(on.clock.now()).toBeNull();
    on.ask({ upMs: 10 });
    expect(on.aheadMs()).toBe(10);
  });

  test('has no time after sleep until a new answer arrives', () => {
    const on = device();
    on.ask();
    on.sleep(45_000);
    expect(on.clock.now()).toBeNull();
    on.ask({ upMs: 20 });
    expect(on.aheadMs()).toBe(20);
  });

  test('ignores an answer whose request was sent before a sleep', () => {
    const on = device();
    const startedAt = on.mono();
    const serverNow = on.serverIso();
    on.pass(30);
    on.sleep(45_000);
    expect(on.clock.now()).toBeNull();
    on.clock.observe(serverNow, startedAt);
    expect(on.clock.now()).toBeNull();
  });

  test('is moved forward by a pushed message, never back', () => {
    const on = device();
    on.ask({ upMs: 50 });
    on.clock.atLeast(iso(0));
    expect(on.aheadMs()).toBe(50);
    // The steady clock of the device lost 200 ms against the server.
    on.clock.atLeast(iso(250));
    expect(on.clock.now()).toBe(START + 250);
  });

  test('uses its best measurement for ten minutes only, because local clocks drift', () => {
    const on = device();
    on.ask({ upMs: 5 });
    on.pass(9 * 60_000);
    on.ask({ upMs: 80 });
    expect(on.aheadMs()).toBe(5);
    on.pass(2 * 60_000);
    on.ask({ upMs: 60 });
    expect(on.aheadMs()).toBe(60);
  });

  test('ignores an invalid time', () => {
    const on = device();
    on.clock.observe('soon', on.mono());
    expect(on.clock.now()).toBeNull();
  });
});
