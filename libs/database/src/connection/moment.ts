import type { mongo } from 'mongoose';

/**
 * Reads inside a snapshot session. The level has to be named: the connection's own read concern
 * would take its place, and the session would read whatever is newest.
 */
export function atMomentOf(session: mongo.ClientSession | undefined): {
  session?: mongo.ClientSession;
  readConcern?: { level: 'snapshot' };
} {
  return session ? { session, readConcern: { level: 'snapshot' } } : {};
}
