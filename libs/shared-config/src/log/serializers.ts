import { pino } from 'pino';
import { scrub } from './redaction.ts';

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
