import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * Appends the peer address of each request to `X-Forwarded-For`, as proxies do. Next sets that header
 * only if it is missing, so a reader could claim another address, and limits of the API that count by
 * address would count that one.
 */
export function appendCallerAddress(): void {
  subscribe('http.server.request.start', (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const claimed = headers['x-forwarded-for'];
    const known = [claimed, socket.remoteAddress].flat().filter(Boolean);
    headers['x-forwarded-for'] = known.join(', ');
  });
}
