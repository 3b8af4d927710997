import type { mongo } from 'mongoose';

/** The parts of the driver's own connection that are used here. */
interface DriverConnection {
  socket: NodeJS.EventEmitter;
  closed: boolean;
  /** Closes the connection, and ends what waits for an answer on it. */
  cleanup(error: Error): void;
}

interface DriverClient {
  topology?: { s: { servers: Map<string, { pool: { connections: Iterable<DriverConnection> } }> } };
}

const mended = new WeakSet<object>();

/**
 * A write that its socket does not take at once waits for the socket to drain. One that was closed never does, and
 * the driver (7.8, 7.9) ends such a write only by an error of the socket: when the server ends a connection without
 * one, a command that begins before the process is told of the end waits for ever, and with it whatever waits for
 * that command, such as the lane of a sale or the log. So the end of a connection is told to those who wait as well.
 */
export function endWritesOfClosed(client: mongo.MongoClient): void {
  const { topology } = client as unknown as DriverClient;
  for (const { pool } of topology?.s.servers.values() ?? []) {
    // The client has just asked the server something, so one connection at least is at hand.
    for (const connection of pool.connections) {
      mend(Object.getPrototypeOf(connection));
    }
  }
}

/** All connections of a process are of one class, those made later too. */
function mend(connections: DriverConnection): void {
  if (mended.has(connections)) {
    return;
  }
  mended.add(connections);
  const { cleanup } = connections;
  connections.cleanup = function (this: DriverConnection, error) {
    const isFirst = !this.closed;
    cleanup.call(this, error);
    if (isFirst && this.socket.listenerCount('drain') > 0) {
      this.socket.emit('error', error);
    }
  };
}
