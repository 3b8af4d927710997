import { startTraceReceiver, waitFor } from '@flash/testing';
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
