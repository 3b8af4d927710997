import { describe, expect, test } from 'vitest';
import { createJoinGate, GATE_SETTINGS } from './join-gate.ts';

const { lateMs, atOnceMin } = GATE_SETTINGS;

/** A gate with a clock of its own, and orders that end when the test says so. */
function stage(random: () => number = () => 0) {
  let at = 5_000;
  const told: number[] = [];
  const gate = createJoinGate({ now: () => at, random, onOrder: (ms) => told.push(ms) });
  const ends: (() => void)[] = [];

  return {
    gate,
    told,
    wait(ms: number) {
      at += ms;
    },
    begin(count: number) {
      for (let one = 0; one < count; one += 1) {
        void gate.writeOrder(() => new Promise<void>((resolve) => ends.push(resolve)));
      }
    },
    /** The oldest orders end. */
    async end(count = ends.length) {
      for (const finish of ends.splice(0, count)) {
        finish();
      }
      await new Promise(setImmediate);
    },
    /** How many of so many joins are let in; they stay under way. */
    join(count: number) {
      return Array.from({ length: count }, () => gate.enter()).filter((wait) => wait === null)
        .length;
    },
    leave(count: number) {
      for (let one = 0; one < count; one += 1) {
        gate.leave();
      }
    },
  };
}

type Stage = ReturnType<typeof stage>;

/** Many orders at once, all of which take too long, for longer than a burst may. */
async function makeLate(t: Stage, orders = 400, moments = 6): Promise<void> {
  for (let moment = 0; moment < moments; moment += 1) {
    t.begin(orders);
    t.wait(Math.max(lateMs, 100));
    await t.end();
  }
  t.wait(100);
}

describe('the gate for joins', () => {
  test('lets any number of joins in at once while no order is late', async () => {
    const t = stage();
    expect(t.join(20_000)).toBe(20_000);
    t.begin(1_000);
    t.wait(lateMs - 1);
    await t.end();
    t.wait(100);
    expect(t.join(20_000)).toBe(20_000);
  });

  test('lets any number of joins in after a long time in which nothing happened', () => {
    const t = stage();
    t.wait(86_400_000);
    expect(t.join(5_000)).toBe(5_000);
  });

  test('closes when even the quickest order of a moment is late, above what is always served', async () => {
    const t = stage();
    await makeLate(t);
    expect(t.join(atOnceMin + 50)).toBe(atOnceMin);
    t.leave(10);
    expect(t.join(50)).toBe(10);
  });

  test('stays open for a burst that makes all orders late for less than half a second', async () => {
    const written = stage();
    await makeLate(written, 400, 3);
    expect(written.join(2_000)).toBe(2_000);
    const waiting = stage();
    waiting.begin(300);
    waiting.wait(499);
    expect(waiting.join(2_000)).toBe(2_000);
  });

  test('closes when orders wait for half a second and none is written at all', () => {
    const t = stage();
    t.begin(300);
    t.wait(500);
    expect(t.join(1)).toBe(0);
  });

  test('counts orders that are being written among the buyers who are served', async () => {
    const t = stage();
    await makeLate(t);
    t.begin(atOnceMin - 10);
    expect(t.join(50)).toBe(10);
  });

  test('stays open when some orders of a moment are slow and one is not', async () => {
    const t = stage();
    t.begin(400);
    for (let round = 0; round < 20; round += 1) {
      t.wait(95);
      await t.gate.writeOrder(async () => t.wait(5));
      expect(t.join(1_000)).toBe(1_000);
    }
  });

  test('stays open when one order alone is slow, and when a few are', async () => {
    for (const few of [1, 7]) {
      const t = stage();
      t.join(1_000);
      t.begin(few);
      t.wait(20_000);
      expect(t.join(1)).toBe(1);
      await t.end();
      t.wait(100);
      expect(t.join(2_000)).toBe(2_000);
    }
  });

  test('stays open when one order is stuck while many others have only begun', async () => {
    const t = stage();
    await makeLate(t, 20);
    t.wait(100);
    t.join(1_000);
    t.wait(5_000);
    t.begin(1);
    t.wait(3_000);
    t.begin(50);
    t.wait(lateMs - 1);
    expect(t.join(1)).toBe(1);
  });

  test('lowers its limit again for as long as orders stay late, and never below what is always served', async () => {
    const t = stage();
    t.join(1_000);
    let left = 1_000;
    await makeLate(t, 20);
    for (let round = 0; round < 12; round += 1) {
      await makeLate(t, 20, 1);
      expect(t.join(1)).toBe(0);
      t.leave(10);
      left -= 10;
    }
    t.leave(left);
    expect(t.join(1_000)).toBe(atOnceMin);
  });

  test('opens a little in each moment while joins are refused and orders are in time', async () => {
    const t = stage();
    await makeLate(t);
    t.join(1_000);
    const letIn: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      t.wait(100);
      letIn.push(t.join(1_000));
    }
    expect(Math.min(...letIn)).toBeGreaterThanOrEqual(Math.floor(0.05 * atOnceMin));
    expect(Math.max(...letIn)).toBeLessThanOrEqual(15);
    for (let round = 0; round < 80; round += 1) {
      t.wait(100);
      t.join(1);
    }
    expect(t.join(20_000)).toBe(20_000);
  });

  test('opens within a second when no join is refused, and when nothing happens at all', async () => {
    const busy = stage();
    await makeLate(busy);
    for (let round = 0; round < 10; round += 1) {
      busy.wait(100);
      busy.join(1);
      busy.leave(1);
    }
    expect(busy.join(20_000)).toBe(20_000);
    const idle = stage();
    await makeLate(idle);
    idle.wait(1_000);
    expect(idle.join(20_000)).toBe(20_000);
  });

  test('takes the time of an order from its payment, also when its writing fails', async () => {
    const t = stage();
    const failing = t.gate.writeOrder(async () => {
      t.wait(40);
      throw new Error('no order');
    });
    await expect(failing).rejects.toThrow('no order');
    expect(t.told).toEqual([40]);
    await makeLate(t);
    expect(t.join(1_000)).toBe(atOnceMin);
  });
});

describe('a buyer who is refused', () => {
  test('comes again after one to three seconds, at a time of its own', async () => {
    for (const [drawn, ms] of [
      [0, 1_000],
      [0.5, 2_000],
      [1, 3_000],
    ] as const) {
      const t = stage(() => drawn);
      await makeLate(t);
      t.join(atOnceMin);
      expect(t.gate.enter()).toBe(ms);
    }
  });

  test('comes again the later, the more are refused for each one who is let in, and within 15 s', async () => {
    const waitsAt = async (refusedForEach: number) => {
      const t = stage(() => 1);
      t.begin(10);
      t.wait(500);
      t.join(atOnceMin - 10);
      for (let round = 0; round < 60; round += 1) {
        t.leave(10);
        t.join(10 + 10 * refusedForEach);
        t.wait(100);
      }
      return t.gate.enter() ?? 0;
    };
    expect(await waitsAt(0)).toBe(3_000);
    expect(await waitsAt(2)).toBeCloseTo(7_000, -1);
    expect(await waitsAt(5)).toBeCloseTo(13_000, -1);
    expect(await waitsAt(100)).toBe(15_000);
  });
});
