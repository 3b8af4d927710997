import type { Engine, GrantOutcome, PressTraces } from '@flash/reservation';
import { createLogger, openTracing } from '@flash/shared-config';
import { startTraceReceiver } from '@flash/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HeldLock, Locks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createDrain, createLineTraces, createSingleFlight, type Drain } from './drain.ts';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

const granted = (count: number, left: { waiting: number; free: number }) =>
  ({ kind: 'granted', mode: 'normal', holds: Array(count).fill({}), ...left }) as GrantOutcome;
const check = { kind: 'check_units', units: [8, 9], waiting: 3, free: 3, epoch: 1 } as GrantOutcome;
const notMine: GrantOutcome = { kind: 'not_mine' };
const unavailable = { kind: 'unavailable', why: 'memory' } as GrantOutcome;

interface Line {
  /** What the script answers, one after the other. */
  outcomes: (GrantOutcome | Error)[];
  waitMs: number;
  /** Whether the lock is got by waiting, and got back once it is lost. */
  isTaken: boolean;
  isTakenAgain: boolean;
  mayAsk: boolean;
  checked: number[] | null;
  latest: number | null;
}

/** What was done in order to serve a line once. */
async function serve(outcomes: Line['outcomes'], changes: Partial<Line> = {}) {
  const line: Line = {
    ...{ outcomes: [...outcomes], waitMs: 0, isTaken: true, isTakenAgain: true, mayAsk: true },
    ...{ checked: [8, 9], latest: null, ...changes },
  };
  const said: string[] = [];
  const asked: unknown[] = [];
  const say = (...words: unknown[]) => void said.push(words.join(' '));
  const lock = (name: string): HeldLock => ({
    progress: async (stepMs) => say('keep', name, ...(stepMs === undefined ? [] : [stepMs])),
    async again() {
      say('take again');
      return line.isTakenAgain;
    },
    release: async () => say('give back', name),
  });
  const drain = createDrain({
    engine: {
      async grant(_sale: string, options: { clearWake: boolean; units?: number[] }) {
        asked.push(options);
        say('grant', ...(options.clearWake ? ['wake'] : []), ...(options.units ?? []));
        const outcome = line.outcomes.shift() ?? new Error('one too many');
        if (outcome instanceof Error) {
          throw outcome;
        }
        return outcome;
      },
    } as unknown as Engine,
    locks: {
      ...{ token: 'me', ttlMs: 5_000, taken: () => lock('own') },
      async take(_sale, { waitMs } = {}) {
        say('wait', waitMs);
        return line.isTaken ? lock('awaited') : null;
      },
    } satisfies Locks,
    async fastPass(_sale, units) {
      say('check', ...units);
      return line.checked;
    },
    latestTime: () => line.latest,
    mayAsk: () => line.mayAsk,
    crash: (point) => void (point === 'G2' && say('served')),
    metrics: createMetrics(),
  });
  const report = await drain('s', { waitMs: line.waitMs }).catch(({ message }) => ({
    ...{ ended: message, granted: 0, batches: 0, mode: 'none' },
  }));
  const { ended, granted: count, batches, mode } = report;
  return { said, asked, ended, report: [count, batches, mode] };
}

describe('a line', () => {
  test('that is served at once costs one call, and its lock is not given back', async () => {
    expect(await serve([granted(1, { waiting: 0, free: 3 })])).toMatchObject({
      said: ['grant wake', 'served'],
      ...{ ended: 'line_empty', report: [1, 1, 'normal'] },
    });
    expect(await serve([granted(3, { waiting: 5, free: 0 })])).toMatchObject({
      said: ['grant wake', 'served'],
      ...{ ended: 'nothing_free', report: [3, 1, 'normal'] },
    });
  });

  test('is served batch after batch while units are free, and only the first clears the flag', async () => {
    const first = granted(200, { waiting: 50, free: 60 });
    expect(await serve([first, granted(50, { waiting: 0, free: 10 })])).toMatchObject({
      said: ['grant wake', 'keep own', 'grant', 'served'],
      ...{ ended: 'line_empty', report: [250, 2, 'normal'] },
    });
  });

  test('in which no buyer can be served is left, and is not said to be served', async () => {
    const idle = { kind: 'idle', why: 'paused', waiting: 2, free: 2 } as GrantOutcome;
    const nothing = { said: ['grant wake'], report: [0, 0, 'none'] };
    expect(await serve([idle])).toMatchObject({ ...nothing, ended: 'paused' });
    expect(await serve([unavailable])).toMatchObject({ ...nothing, ended: 'memory' });
  });

  test('is asked for with the latest time that its clock can show, where one is known', async () => {
    const options = { token: 'me', max: 200, lockMs: 5_000, clearWake: true };
    const outcomes = [granted(1, { waiting: 0, free: 3 })];
    expect((await serve(outcomes)).asked).toEqual([{ ...options, latestNow: undefined }]);
    const { asked } = await serve(outcomes, { latest: 7 });
    expect(asked).toEqual([{ ...options, latestNow: 7 }]);
  });

  test('whose next units are to be checked is kept for as long as that takes, and they are passed in', async () => {
    const last = granted(2, { waiting: 1, free: 0 });
    const { said, ended } = await serve([check, last]);
    expect(said).toEqual([
      ...['grant wake', 'keep own 600', 'check 8 9', 'keep own', 'grant 8 9', 'served'],
    ]);
    expect(ended).toBe('nothing_free');
  });

  test('is asked anew which units come next when an order owned one of them', async () => {
    const { said, asked } = await serve([check, granted(1, { waiting: 0, free: 1 })], {
      checked: null,
    });
    expect(said.slice(-2)).toEqual(['grant', 'served']);
    expect(asked[1]).toMatchObject({ units: undefined });
  });

  test('whose next units this worker may not check is given back', async () => {
    const found = await serve([check], { mayAsk: false });
    expect(found).toMatchObject({ said: ['grant wake', 'give back own'], ended: 'unchecked' });
  });

  test('that another worker serves is left to it, or taken over once that worker is done', async () => {
    expect(await serve([notMine])).toMatchObject({ said: ['grant wake'], ended: 'busy' });
    const outcomes = [notMine, granted(1, { waiting: 0, free: 1 })];
    const late = await serve(outcomes, { waitMs: 80, isTaken: false });
    expect(late).toMatchObject({ said: ['grant wake', 'wait 80'], ended: 'busy' });
    const { said, ended } = await serve(outcomes, { waitMs: 80 });
    expect(said).toEqual([
      ...['grant wake', 'wait 80', 'take again', 'keep awaited', 'grant wake', 'served'],
    ]);
    expect(ended).toBe('line_empty');
  });

  test('that was taken over is given back when Redis does not serve it', async () => {
    const { said, ended } = await serve([notMine, unavailable], { waitMs: 80 });
    expect(said.slice(-2)).toEqual(['grant wake', 'give back awaited']);
    expect(ended).toBe('memory');
  });

  test('is given back when it is not known what became of the script', async () => {
    const { said, ended } = await serve([new Error('no answer')]);
    expect([said, ended]).toEqual([['grant wake', 'give back own'], 'no answer']);
  });

  test('whose lock is lost is taken again, and the flag cleared once more, only once', async () => {
    const more = granted(1, { waiting: 5, free: 5 });
    const { said } = await serve([more, notMine, more, granted(5, { waiting: 0, free: 0 })]);
    expect(said).toEqual([
      ...['grant wake', 'keep own', 'grant', 'take again', 'keep own', 'grant wake'],
      ...['keep own', 'grant', 'served'],
    ]);
  });

  test('whose lock is not got back, or is lost too often, belongs to another worker', async () => {
    const more = granted(1, { waiting: 5, free: 5 });
    const lost = await serve([more, notMine], { isTakenAgain: false });
    expect(lost.said.slice(-2)).toEqual(['take again', 'served']);
    expect(lost.ended).toBe('busy');
    const { said, ended } = await serve([more, ...Array(20).fill(notMine)]);
    expect(said.filter((what) => what === 'take again')).toHaveLength(19);
    expect(ended).toBe('busy');
  });
});

describe('single flight', () => {
  test('runs once more for all calls during a run, so that no caller gets an answer that was read too early', async () => {
    const flights = createSingleFlight<number>();
    const first = gate();
    let runs = 0;
    const work = async () => {
      runs += 1;
      const mine = runs;
      if (mine === 1) {
        await first.passed;
      }
      return mine;
    };
    const calls = [flights.run('a', work), flights.run('a', work), flights.run('a', work)];
    first.open();
    expect(await Promise.all(calls)).toEqual([1, 2, 2]);
    expect(await flights.run('a', work)).toBe(3);
  });

  test('never overlaps with itself, through any number of calls', async () => {
    const flights = createSingleFlight<void>();
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
    };
    const calls: Promise<void>[] = [];
    for (let call = 0; call < 50; call += 1) {
      calls.push(flights.run('a', work));
      if (call % 7 === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    await Promise.all(calls);
    expect(most).toBe(1);
  });

  test('starts at once when none is under way, also after another one', async () => {
    const flights = createSingleFlight<void>();
    for (const runs of [1, 2]) {
      let started = 0;
      const run = flights.run('a', async () => {
        started = runs;
      });
      expect(started).toBe(runs);
      await run;
    }
  });

  test('has a call at the very end of a run share the one that was asked for meanwhile', async () => {
    const flights = createSingleFlight<number>();
    let runs = 0;
    const work = async () => {
      runs += 1;
      return runs;
    };
    const atTheEnd = flights.run('a', work).then(() => flights.run('a', work));
    expect(await Promise.all([flights.run('a', work), atTheEnd])).toEqual([2, 2]);
  });

  test('goes on after a run that failed', async () => {
    const flights = createSingleFlight<string>();
    const failing = flights.run('a', async () => {
      throw new Error('gone');
    });
    const next = flights.run('a', async () => 'fine');
    await expect(failing).rejects.toThrow('gone');
    expect(await next).toBe('fine');
  });
});

describe('the traces of a line', () => {
  const pressed = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const report = { granted: 0, mode: 'normal', batches: 1, ms: 0, ended: 'empty' } as const;

  async function openTraces(take: PressTraces['take']) {
    const receiver = await startTraceReceiver();
    onTestFinished(() => receiver.close());
    const build = { version: '1.2.3', commit: 'abcdef0' };
    const tracing = await openTracing({ otlpTracesUrl: receiver.url, build }, 'worker');
    if (tracing === null) {
      throw new Error('not opened');
    }
    const log = createLogger({ name: 'worker', level: 'silent', isProduction: true });
    const presses = { take } as PressTraces;
    return { receiver, tracing, traces: createLineTraces({ tracing, presses, log }) };
  }

  /** The spans that are sent when the line is served once and these buyers get a unit. */
  async function servedOnce(buyers: readonly string[], take: PressTraces['take']) {
    const { receiver, tracing, traces } = await openTraces(take);
    const holds = buyers.map((buyer) => ({ buyer }));
    const engine = traces.tracedEngine({
      grant: async () => ({ kind: 'granted', holds }),
    } as unknown as Engine);
    const drain: Drain = traces.traced(async (saleId) => {
      await engine.grant(saleId, { token: 't', max: 1, clearWake: true });
      return { ...report, granted: buyers.length };
    });
    expect(await drain('s1')).toEqual({ ...report, granted: buyers.length });
    await new Promise((resolve) => setTimeout(resolve));
    await tracing.close();
    return receiver.spans;
  }

  test('tie the time in which a line was served to the press of each buyer who was served', async () => {
    const asked: unknown[] = [];
    const spans = await servedOnce(['ada', 'bob'], async (saleId, buyers) => {
      asked.push([saleId, buyers]);
      return [`00-${pressed.traceId}-${pressed.spanId}-01`];
    });
    const line = spans.find(({ name }) => name === 'serve the line');
    expect(asked).toEqual([['s1', ['ada', 'bob']]]);
    expect(line).toMatchObject({ links: [pressed], attributes: { 'flash.sale.id': 's1' } });
    const script = spans.find(({ name }) => name === 'script grant');
    expect(script).toMatchObject({ traceId: line?.traceId, parentSpanId: line?.spanId });
    expect(Number(script?.attributes['flash.granted'])).toBe(2);
  });

  test('say that a line was served also when the presses cannot be read', async () => {
    const spans = await servedOnce(['ada'], async () => {
      throw new Error('Redis is away');
    });
    const line = spans.find(({ name }) => name === 'serve the line');
    expect(line?.links).toEqual([]);
  });

  test('have no span for a time in which no buyer was served', async () => {
    expect(await servedOnce([], async () => [])).toEqual([]);
  });

  test('say nothing of a grant outside of them, and pass on any other answer', async () => {
    const { receiver, tracing, traces } = await openTraces(async () => []);
    const answers = [granted(1, { waiting: 0, free: 1 }), unavailable];
    const engine = traces.tracedEngine({
      grant: async () => answers[0],
    } as unknown as Engine);
    const options = { token: 't', max: 1, clearWake: true };
    expect(await engine.grant('s1', options)).toBe(answers.shift());
    expect(await engine.grant('s1', options)).toBe(unavailable);
    await tracing.close();
    expect(receiver.spans).toEqual([]);
  });
});
