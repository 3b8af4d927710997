import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/** Binds without SO_REUSEPORT, so a port that anything else listens on counts as taken. */
export function isPortFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Below the ports that systems give to outgoing connections, above the ones that have names. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 50;

/**
 * A port for a server that starts a moment later, and again on the same one after it died. One that
 * the system picks would lie among those of outgoing connections, any of which may take it in between.
 */
export async function findFreePort(host = '127.0.0.1') {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isPortFree(port, host)) {
      return port;
    }
  }
  throw new Error(`no free port between ${FIRST_PORT} and ${LAST_PORT}`);
}

/** The port of the last run keeps addresses stable; another one only when that is taken. */
export async function keepOrFindPort(port) {
  return port && (await isPortFree(port)) ? port : findFreePort();
}

export function canConnect(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const finish = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}

/** One sentence about the first port that is in use, or nothing. */
export async function complainAboutPorts(places) {
  for (const { what, port } of places) {
    if (await isTaken(port)) {
      return `Port ${port} (${what}) is in use. Stop what listens there, or move every port at once: PORT_OFFSET=100 npm start`;
    }
  }
}

/** Some systems let two programs bind one port on different addresses, so both ways are tried. */
export async function isTaken(port) {
  if (!(await isPortFree(port, '127.0.0.1'))) {
    return true;
  }
  const hosts = ['127.0.0.1', '::1'];
  return (await Promise.all(hosts.map((host) => canConnect(port, host)))).includes(true);
}
