import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * Puts the address that a request really came from behind those that it claims, as any proxy does.
 * The framework fills `X-Forwarded-For` in only where it is missing, so that a reader could name
 * somebody else's address, and what the API counts by address would be counted for that one.
 */
export function noteCallers(): void {
  subscribe('http.server.request.start', (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const claimed = headers['x-forwarded-for'];
    const known = [claimed, socket.remoteAddress].flat().filter(Boolean);
    headers['x-forwarded-for'] = known.join(', ');
  });
}
