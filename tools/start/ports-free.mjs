import { canConnect, isPortFree } from '../process/ports.mjs';

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
  const hosts = ['127.0.0.1', '::1'];
  return (await Promise.all(hosts.map((host) => canConnect(port, host)))).includes(true);
}
