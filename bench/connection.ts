import { once } from 'node:events';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  /** `name=value` of every cookie that was set. */
  cookie: string;
  text: string;
  /** From the first byte sent to the last byte read. */
  ms: number;
}

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Connection {
  send(call: Call): Promise<Answer>;
  close(): void;
}

/**
 * One kept-alive connection with one request at a time. On two cores a full HTTP client would take
 * more of the machine than the server that is being measured.
 */
export async function openConnection(base: string): Promise<Connection> {
  const { hostname, port, host } = new URL(base);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let buffer = Buffer.alloc(0);
  let waiting: { since: number; resolve: (answer: Answer) => void } | null = null;
  let fail: (error: Error) => void = () => {};
  let isClosed = false;

  socket.on('data', (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    const parsed = parseAnswer(buffer);
    if (!parsed || !waiting) {
      return;
    }
    const { since, resolve } = waiting;
    waiting = null;
    buffer = buffer.subarray(parsed.length);
    resolve({ ...parsed.answer, ms: performance.now() - since });
  });
  socket.on('error', (error) => fail(error));
  socket.on('close', () => {
    isClosed = true;
    fail(closed());
  });

  return {
    send: (call) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(closed());
          return;
        }
        fail = reject;
        waiting = { since: performance.now(), resolve };
        socket.write(formatCall(call, host));
      }),
    close() {
      fail = () => {};
      socket.destroy();
    },
  };
}

/** As many connections as are busy at once, for load that comes at its own pace. */
export interface Pool {
  run<Result>(task: (connection: Connection) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** The server closes what is idle for longer. */
const IDLE_MS = 20_000;

export function openPool(base: string): Pool {
  const all = new Set<Connection>();
  const idle: { connection: Connection; since: number }[] = [];

  async function take(): Promise<Connection> {
    const last = idle.pop();
    if (last && performance.now() - last.since < IDLE_MS) {
      return last.connection;
    }
    // The last one was used last, so the others are older still.
    for (const { connection } of last ? [last, ...idle.splice(0)] : []) {
      drop(connection);
    }
    const connection = await openConnection(base);
    all.add(connection);
    return connection;
  }

  function drop(connection: Connection): void {
    connection.close();
    all.delete(connection);
  }

  return {
    async run(task) {
      const connection = await take();
      try {
        const result = await task(connection);
        idle.push({ connection, since: performance.now() });
        return result;
      } catch (error) {
        drop(connection);
        throw error;
      }
    },
    close() {
      for (const connection of all) {
        connection.close();
      }
    },
  };
}

const closed = () => new Error('the server closed the connection');

function formatCall({ method, path, body, headers = {} }: Call, host: string): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
  const about = body === undefined ? '' : length;
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${about}${own.join('')}\r\n${text}`;
}

/** Null while the answer is not complete. */
export function parseAnswer(buffer: Buffer): { answer: Omit<Answer, 'ms'>; length: number } | null {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) {
    return null;
  }
  const head = buffer.subarray(0, end).toString('latin1');
  const size = /^content-length: (\d+)$/im.exec(head)?.[1];
  const status = Number(head.slice(9, 12));
  if (size === undefined && status !== 204) {
    throw new Error(`an answer without a length:\n${head}`);
  }
  const length = end + 4 + Number(size ?? 0);
  if (buffer.length < length) {
    return null;
  }
  const cookie = [...head.matchAll(/^set-cookie: ([^;\r]+)/gim)]
    .map((match) => match[1])
    .join('; ');
  return { answer: { status, cookie, text: buffer.toString('utf8', end + 4, length) }, length };
}
