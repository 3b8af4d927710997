import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  /** `service.name` of the process. */
  service: string;
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
}

/** A receiver of traces, as a collector is one: OTLP over HTTP, in JSON. */
export interface TraceReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** All that was received, as it came. */
  text(): string;
  headers(): readonly NodeJS.Dict<string | string[]>[];
  /** From now on no request is answered. */
  hang(): void;
  close(): Promise<void>;
}

interface Value {
  stringValue?: string;
  intValue?: number | string;
  doubleValue?: number;
  boolValue?: boolean;
}

interface Attribute {
  key: string;
  value: Value;
}

interface Payload {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        attributes?: Attribute[];
        links?: { traceId: string; spanId: string }[];
      }[];
    }[];
  }[];
}

export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const headers: NodeJS.Dict<string | string[]>[] = [];
  let hangs = false;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (!hangs) {
        headers.push(request.headers);
        receive(Buffer.concat(chunks).toString(), response);
      }
    });
  });

  function receive(text: string, response: ServerResponse): void {
    texts.push(text);
    spans.push(...spansIn(JSON.parse(text) as Payload));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    text: () => texts.join('\n'),
    headers: () => headers,
    hang() {
      hangs = true;
    },
    close: () => closeAll(server),
  };
}

function spansIn({ resourceSpans }: Payload): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, attributes = [], links = [] }) => ({
        ...{ traceId, spanId, name, service, links },
        parentSpanId: parentSpanId || null,
        attributes: valuesOf(attributes),
      })),
    );
  });
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function closeAll(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
