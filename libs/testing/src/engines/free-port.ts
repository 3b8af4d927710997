import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, above the ones that have names. */
const FIRST = 20_000;
const LAST = 32_000;
const ATTEMPTS = 50;

/**
 * A port on which a test starts a server a moment later, and perhaps again after a kill. One that
 * the system picks would lie among those of outgoing connections, any of which may take it in between.
 */
export function findFreePort(): Promise<number> {
  return findBetween(FIRST, LAST, isFree);
}

/** What a node of a Redis Cluster adds to its port for what the nodes tell each other. */
const BUS = 10_000;

/** One whose bus port is free as well, and no port of outgoing connections either. */
export function findFreeClusterPort(): Promise<number> {
  return findBetween(
    FIRST,
    LAST - BUS,
    async (port) => (await isFree(port)) && (await isFree(port + BUS)),
  );
}

async function findBetween(
  first: number,
  last: number,
  fits: (port: number) => Promise<boolean>,
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(first, last);
    if (await fits(port)) {
      return port;
    }
  }
  throw new Error(`no free port between ${first} and ${last}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
