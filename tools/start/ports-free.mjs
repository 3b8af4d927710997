import { connect } from 'node:net';
import { isPortFree } from '../process/ports.mjs';

/** One sentence about the first port that somebody else has, or nothing. */
export async function complainAboutPorts(places) {
  for (const { what, port } of places) {
    if (await isTaken(port)) {
      return `Port ${port} (${what}) is in use. Stop what listens there, or move every port at once: PORT_OFFSET=100 npm start`;
    }
  }
}

/** Some systems let two programs bind one port on different addresses, so both ways are tried. */
export async function isTaken(port) {
  if (!(await isPortFree(port, '127.0.0.1'))) return true;
  return (await Promise.all(['127.0.0.1', '::1'].map((host) => isAnswered(port, host)))).some(
    Boolean,
  );
}

function isAnswered(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 });
    const finish = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
