import { startTraceReceiver, waitFor } from '@flash/testing';
import { diag } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../log/logger.ts';
import { openTracing, type Tracing } from './tracing.ts';

const build = { version: '1.2.3', commit: 'abcdef0' };
let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
let tracing: Tracing;

beforeAll(async () => {
  receiver = await startTraceReceiver();
  const opened = await openTracing({ otlpTracesUrl: `${receiver.url}/v1/traces`, build }, 'api');
  if (opened === null) {
    throw new Error('not opened');
  }
  tracing = opened;
});
afterAll(async () => {
  await tracing.close();
  await receiver.close();
});

test('without an endpoint there is no tracing', async () => {
  expect(await openTracing({ otlpTracesUrl: null, build }, 'api')).toBeNull();
});

test('a line of the log carries the ids of the span that it is written in, and none outside of one', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const options = { name: 'api', level: 'info', isProduction: true, traceIds: tracing.ids };
  const log = createLogger(options, { write });
  log.info('before');
  const ids = await tracing.inSpan('work', {}, async (span) => {
    await Promise.resolve();
    log.info('within');
    const { traceId, spanId } = span.spanContext();
    return { traceId, spanId };
  });
  expect(lines).toMatchObject([{ msg: 'before' }, { msg: 'within', ...ids }]);
  expect(lines[0]).not.toHaveProperty('traceId');
});

test('an error marks its span by name, without the message, which may quote a person', async () => {
  const failing = tracing.inSpan('failing', {}, async () => {
    throw new TypeError('ann@example.org is not welcome');
  });
  await expect(failing).rejects.toThrow(TypeError);
  await tracing.close();
  const span = await waitFor(
    async () => receiver.spans.find(({ name }) => name === 'failing') ?? null,
  );
  expect(span.attributes['error.type']).toBe('TypeError');
  expect(receiver.text()).not.toContain('ann@');
});

/** What a receiver gets of these spans. */
async function received(work: (own: Tracing) => unknown) {
  const own = await openTracing({ otlpTracesUrl: `${receiver.url}/v1/traces`, build }, 'worker');
  if (own === null) {
    throw new Error('not opened');
  }
  const before = receiver.spans.length;
  await work(own);
  await own.close();
  const spans = receiver.spans.slice(before);
  return (name: string) => {
    const span = spans.find((one) => one.name === name);
    if (!span) {
      throw new Error(`${name} was not sent`);
    }
    return span;
  };
}

test('a request goes on with the trace that its client names, and tells the next process of it', async () => {
  const traceId = 'a'.repeat(32);
  const traceparent = `00-${traceId}-${'b'.repeat(16)}-01`;
  let told: string | null = null;
  const spanOf = await received(async (own) => {
    expect(own.traceparent()).toBeNull();
    await own.inSpan('request', { kind: 'server', parent: { traceparent } }, async () => {
      told = own.traceparent();
      await own.inSpan('step', {}, async () => undefined);
    });
  });
  const [request, step] = [spanOf('request'), spanOf('step')];
  expect(request).toMatchObject({ traceId, parentSpanId: 'b'.repeat(16) });
  expect(step).toMatchObject({ traceId, parentSpanId: request.spanId });
  expect(told).toBe(`00-${traceId}-${request.spanId}-01`);
  expect(request.service).toBe('flash-sale-worker');
});

test('a span may begin a trace of its own, belong to another one, and be tied to those of other processes', async () => {
  const other = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) };
  const spanOf = await received(async (own) => {
    const first = own.start('first');
    own.within(first, () => own.start('alone', { parent: null }).end());
    const child = own.start('child', { parent: first, links: [own.start('linked')] });
    own.link(child, [`00-${other.traceId}-${other.spanId}-01`, 'not a trace']);
    child.end();
    first.end();
  });
  const [first, alone, child] = [spanOf('first'), spanOf('alone'), spanOf('child')];
  expect([first.parentSpanId, alone.parentSpanId]).toEqual([null, null]);
  expect(alone.traceId).not.toBe(first.traceId);
  expect(child).toMatchObject({ traceId: first.traceId, parentSpanId: first.spanId });
  expect(child.links).toHaveLength(2);
  expect(child.links.at(-1)).toMatchObject(other);
});

test('a problem with what is sent is told of in the log, once a minute, and nothing else is', async () => {
  const lines: { problem?: string; msg?: string }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  await received((own) => {
    own.reportTo(createLogger({ name: 'api', level: 'info', isProduction: true }, { write }));
    diag.error('the exporter failed');
    diag.warn('the exporter failed');
    diag.info('of no interest');
  });
  diag.disable();
  const said = lines.filter(({ msg }) => msg === 'OpenTelemetry reports a problem');
  expect(said.map(({ problem }) => problem)).toEqual(['the exporter failed']);
});
