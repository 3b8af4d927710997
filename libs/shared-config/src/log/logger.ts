import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { redactionPaths } from './redaction.ts';
import { errorSerializer, requestSerializer } from './serializers.ts';

export type { Logger };

export interface LogOptions {
  name: string;
  level: string;
  isProduction: boolean;
}

/** JSON lines; easier to read, and only then, where a developer looks at a terminal. */
export function createLogger(options: LogOptions, destination?: DestinationStream): Logger {
  const settings: LoggerOptions = {
    name: options.name,
    level: options.level,
    redact: { paths: redactionPaths, censor: '***' },
    serializers: { err: errorSerializer, error: errorSerializer, req: requestSerializer },
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
