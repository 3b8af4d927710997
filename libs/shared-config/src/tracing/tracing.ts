import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { Attributes, Context, Span, SpanContext, TimeInput } from '@opentelemetry/api';
import type { BuildInfo } from '../build-info.ts';
import type { Env } from '../env/env.ts';
import { logAtMost } from '../log/at-most.ts';
import type { Logger } from '../log/logger.ts';

export type TraceSpan = Span;

export interface SpanOptions {
  kind?: 'server' | 'client' | 'consumer' | 'internal';
  attributes?: Attributes;
  /** Missing: the span that is active. Null: none, a trace of its own begins. */
  parent?: TraceSpan | IncomingHttpHeaders | null;
  links?: readonly TraceSpan[];
  startTime?: TimeInput;
}

/** Spans of this process. Attributes are ids, names and numbers: never people, nor what they typed. */
export interface Tracing {
  start(name: string, options?: SpanOptions): TraceSpan;
  /** What `work` begins belongs to the span, whenever it goes on. */
  within<T>(span: TraceSpan, work: () => T): T;
  /** The same with a new span, which ends with `work`. */
  inSpan<T>(name: string, options: SpanOptions, work: (span: TraceSpan) => Promise<T>): Promise<T>;
  active(): TraceSpan | null;
  /** The active span as other processes are told of it, or null when it is not kept. */
  traceparent(): string | null;
  /** Ties the span to others that processes told of. */
  link(span: TraceSpan, traceparents: readonly string[]): void;
  /** For lines of the log. */
  ids(): { traceId?: string; spanId?: string };
  reportTo(log: Logger): void;
  /** Sends what is left, for a short time: an end must not wait for a receiver. */
  close(): Promise<void>;
}

const CLOSE_MS = 2_000;
/** A drain may serve many buyers at once; the default of 128 would cut their links off. */
const LINKS_MAX = 1_000;
const REPEAT_MS = 60_000;

/**
 * Null without an endpoint: nothing is loaded, and no caller does anything. No global of the API is set, because
 * other libraries would begin to trace by it, with attributes that name people.
 */
export async function openTracing(
  { otlpTracesUrl, build }: { otlpTracesUrl: Env['otlpTracesUrl']; build: BuildInfo },
  service: 'api' | 'worker',
): Promise<Tracing | null> {
  if (otlpTracesUrl === null) {
    return null;
  }
  const [api, core, { envDetector, detectResources, resourceFromAttributes }, sdk, otlp] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } = api;
  const resource = resourceFromAttributes({
    'service.name': `flash-sale-${service}`,
    'service.version': build.version,
    'service.instance.id': `${process.pid}`,
    'vcs.ref.head.revision': build.commit,
  }).merge(detectResources({ detectors: [envDetector] }));
  const exporter = new otlp.OTLPTraceExporter({ url: otlpTracesUrl });
  const provider = new sdk.BasicTracerProvider({
    resource,
    spanLimits: { linkCountLimit: LINKS_MAX },
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('flash-sale', build.version);
  const propagator = new core.W3CTraceContextPropagator();
  const contexts = new AsyncLocalStorage<Context>();
  const kinds = {
    server: SpanKind.SERVER,
    client: SpanKind.CLIENT,
    consumer: SpanKind.CONSUMER,
    internal: SpanKind.INTERNAL,
  };

  const activeContext = () => contexts.getStore() ?? ROOT_CONTEXT;

  function contextOf(parent: SpanOptions['parent']): Context {
    if (parent === undefined) {
      return activeContext();
    }
    if (parent === null) {
      return ROOT_CONTEXT;
    }
    return isSpan(parent)
      ? trace.setSpan(ROOT_CONTEXT, parent)
      : propagator.extract(ROOT_CONTEXT, parent, api.defaultTextMapGetter);
  }

  const tracing: Tracing = {
    start(name, { kind = 'internal', attributes = {}, parent, links = [], startTime } = {}) {
      const options = {
        kind: kinds[kind],
        attributes,
        links: links.map((span) => ({ context: span.spanContext() })),
        ...(startTime === undefined ? {} : { startTime }),
      };
      return tracer.startSpan(name, options, contextOf(parent));
    },
    within: (span, work) => contexts.run(trace.setSpan(activeContext(), span), work),
    async inSpan(name, options, work) {
      const span = tracing.start(name, options);
      try {
        return await tracing.within(span, () => work(span));
      } catch (error) {
        // Its message may quote an address.
        span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    active: () => trace.getSpan(activeContext()) ?? null,
    traceparent() {
      const { traceId, spanId, traceFlags } = tracing.active()?.spanContext() ?? NONE;
      return traceFlags & TraceFlags.SAMPLED ? `00-${traceId}-${spanId}-01` : null;
    },
    link(span, traceparents) {
      for (const traceparent of traceparents) {
        const context = core.parseTraceParent(traceparent);
        if (context) {
          span.addLink({ context });
        }
      }
    },
    ids() {
      const span = tracing.active();
      return span === null ? {} : idsOf(span.spanContext());
    },
    reportTo(log) {
      const atMost = logAtMost(REPEAT_MS);
      const say = (problem: string) =>
        atMost(problem, () => log.warn({ problem }, 'OpenTelemetry reports a problem'));
      const quiet = () => undefined;
      api.diag.setLogger(
        { error: say, warn: say, info: quiet, debug: quiet, verbose: quiet },
        api.DiagLogLevel.WARN,
      );
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      // What could not be sent was reported by then.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
  return tracing;
}

const NONE = { traceId: '', spanId: '', traceFlags: 0 };

const idsOf = ({ traceId, spanId }: SpanContext) => ({ traceId, spanId });

const isSpan = (parent: TraceSpan | IncomingHttpHeaders): parent is TraceSpan =>
  typeof parent.spanContext === 'function';
