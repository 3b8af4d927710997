import type { Engine, PressTraces } from '@flash/reservation';
import { createLogger, openTracing } from '@flash/shared-config';
import { startTraceReceiver } from '@flash/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLineTraces, createSingleFlight, type Drain } from './drain.ts';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

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

  /** The spans that are sent when the line is served once and these buyers get a unit. */
  async function servedOnce(buyers: readonly string[], take: PressTraces['take']) {
    const receiver = await startTraceReceiver();
    onTestFinished(() => receiver.close());
    const build = { version: '1.2.3', commit: 'abcdef0' };
    const tracing = await openTracing({ otlpTracesUrl: receiver.url, build }, 'worker');
    if (tracing === null) {
      throw new Error('not opened');
    }
    const log = createLogger({ name: 'worker', level: 'silent', isProduction: true });
    const presses = { take } as PressTraces;
    const traces = createLineTraces({ tracing, presses, log });
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
});
