import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPoster } from './post.ts';

let server: Server | null = null;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) {
    socket.destroy();
  }
  await new Promise((resolve) => server?.close(resolve));
});

/** A receiver that says exactly this to each request, one part after the other, and leaves the connection open. */
async function postTo(say: readonly string[], timeoutMs = 300) {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {
      for (const part of say) {
        socket.write(part);
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const poster = createPoster({
    ...{ url: `http://127.0.0.1:${port}/`, connections: 1, timeoutMs },
    policy: { allowPrivate: true, allowHttp: true },
  });
  const results = [await poster.post({}, '{}'), await poster.post({}, '{}')];
  poster.close();
  return results;
}

const ok = (length: number) => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;

/** What a receiver may say to keep a sender busy; each has to end, twice, over one connection at a time. */
const answers: [string, readonly string[], object][] = [
  [
    'another protocol',
    ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    { status: null, error: 'the connection was closed without an answer' },
  ],
  [
    'no answer but that one follows',
    ['HTTP/1.1 103 Early Hints\r\n\r\n'],
    { status: null, error: 'no whole answer within 300 ms' },
  ],
  ['half a head', ['HTTP/1.1 200 O'], { status: null, error: 'no whole answer within 300 ms' }],
  ['half a body', [ok(10), 'half'], { status: null, error: 'no whole answer within 300 ms' }],
  ['no HTTP', ['hello'], { status: null, error: expect.stringMatching(/^HPE_/) }],
  ['a whole answer', [ok(2), 'ok'], { status: 200, error: null, answer: 'ok' }],
];

test.each(answers)(
  'a delivery ends, and so does the next one, when its receiver says %s',
  async (_, say, result) => {
    expect(await postTo(say)).toMatchObject([result, result]);
  },
);
