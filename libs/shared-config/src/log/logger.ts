import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger };

export interface LogOptions {
  name: string;
  level: string;
  isProduction: boolean;
  /** Ids of the span that a line is written in, while traces are kept. */
  traceIds?: (() => object) | undefined;
}

/** JSON lines; easier to read, and only then, where a developer looks at a terminal. */
export function createLogger(options: LogOptions, destination?: DestinationStream): Logger {
  const settings: LoggerOptions = {
    name: options.name,
    level: options.level,
    redact: { paths: redactionPaths, censor: '***' },
    serializers: { err: errorSerializer, error: errorSerializer, req: requestSerializer },
    ...(options.traceIds ? { mixin: options.traceIds } : {}),
    timestamp: pino.stdTimeFunctions.isoTime,
    ...(destination === undefined && isPretty(options) ? { transport: pretty } : {}),
  };
  return destination ? pino(settings, destination) : pino(settings);
}

const pretty = { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } };

function isPretty({ isProduction }: LogOptions): boolean {
  if (isProduction || !process.stdout.isTTY) {
    return false;
  }
  try {
    createRequire(import.meta.url).resolve('pino-pretty');
    return true;
  } catch {
    return false;
  }
}

/** Names of fields whose values must not appear in a log, wherever they occur in a line. */
export const redactedFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-ticket',
  'idempotency-key',
  'ticket',
  'token',
  'paymentToken',
  'clientSecret',
  'stripe-signature',
  'password',
  'secret',
  'buyerKey',
  'leafKey',
  'email',
  'userEmail',
  'phone',
  'contact',
] as const;

const path = (field: string) => (/^\w+$/.test(field) ? `.${field}` : `["${field}"]`);

/** A field itself and up to three levels further down: the redactor knows no deeper wildcard. */
export const redactionPaths = redactedFields.flatMap((field) =>
  ['', '*', '*.*', '*.*.*'].map((parent) => `${parent}${path(field)}`.replace(/^\./, '')),
);

/** Texts of others, such as a driver's error, may quote an address with its password, or a person. */
export function scrub(text: string): string {
  return text
    .replace(/\/\/[^\s/@]*@/g, '//***@')
    .replace(/[^\s@<>"'(),:;=]{1,64}@[^\s@<>"'(),:;=]{1,253}\.[^\s@<>"'(),:;=.]{2,63}/g, '***');
}

export function errorSerializer(error: Error) {
  const plain = pino.stdSerializers.err(error);
  return {
    type: plain.type,
    message: scrub(plain.message),
    stack: scrub(plain.stack ?? ''),
    ...('code' in error ? { code: error.code } : {}),
  };
}

interface LoggedRequest {
  id?: unknown;
  method?: string;
  routeOptions?: { url?: string | undefined };
}

/** The pattern of the route, never the address as it came: a query string may name a person. */
export function requestSerializer(request: LoggedRequest) {
  return {
    id: request.id,
    method: request.method,
    route: request.routeOptions?.url ?? null,
  };
}
