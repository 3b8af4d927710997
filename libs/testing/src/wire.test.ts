import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from './wait-for.ts';
import { startWire, type Wire } from './wire.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
});

/** A server that answers what it is told, with its name before it. */
async function startEcho(name = ''): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => socket.write(`${name}${bytes}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function openWire(port: number): Promise<Wire> {
  const wire = await startWire({ host: '127.0.0.1', port });
  ends.push(() => wire.close());
  return wire;
}

async function dial({ port }: Wire) {
  const socket = connect({ host: '127.0.0.1', port });
  let heard = '';
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (bytes) => {
    heard += bytes;
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  ends.push(() => socket.destroy());
  return { say: (text: string) => socket.write(text), heard: () => heard, ended };
}

test('a wire carries both ways and counts what it carried', async () => {
  const wire = await openWire(await startEcho('re: '));
  const client = await dial(wire);
  client.say('hello');
  await waitFor(() => client.heard() === 're: hello');
  expect(wire.counts()).toEqual({ sent: 5, answered: 9, cut: 0, lost: 0 });
  expect(wire.open()).toBe(1);
});

test('a wire that is cut ends each connection and refuses new ones until it is mended', async () => {
  const wire = await openWire(await startEcho());
  const client = await dial(wire);
  client.say('a');
  await waitFor(() => client.heard() === 'a');
  wire.cut();
  await client.ended;
  const refused = await dial(wire);
  await refused.ended;
  expect(wire.counts().cut).toBe(2);
  wire.mend();
  const again = await dial(wire);
  again.say('b');
  await waitFor(() => again.heard() === 'b');
});

test.each(['to the server', 'to the client', undefined] as const)(
  'a wire that hangs (%s) keeps what it was given and delivers it in order once it is mended',
  async (way) => {
    const wire = await openWire(await startEcho());
    const client = await dial(wire);
    client.say('a');
    await waitFor(() => client.heard() === 'a');
    wire.hang(way);
    client.say('b');
    if (way === 'to the client') {
      await waitFor(() => wire.counts().sent === 2);
    }
    expect(client.heard()).toBe('a');
    wire.mend();
    client.say('c');
    await waitFor(() => client.heard() === 'abc');
  },
);

test('a slow wire keeps the order of what it carries, also when it is mended meanwhile', async () => {
  const wire = await openWire(await startEcho());
  const client = await dial(wire);
  wire.slow(30);
  client.say('a');
  await waitFor(() => wire.counts().sent === 1);
  wire.mend();
  client.say('b');
  await waitFor(() => client.heard() === 'ab');
});

test('an answer is lost together with its connection after the server did its work', async () => {
  const wire = await openWire(await startEcho());
  wire.loseAnswers('commit', 1);
  const client = await dial(wire);
  client.say('read');
  await waitFor(() => client.heard() === 'read');
  client.say('commit');
  await client.ended;
  expect(client.heard()).toBe('read');
  expect(wire.counts()).toMatchObject({ lost: 1 });
});

test('a wire that is aimed at another server resets its connections, and new ones go there', async () => {
  const wire = await openWire(await startEcho('one '));
  const client = await dial(wire);
  client.say('a');
  await waitFor(() => client.heard() === 'one a');
  wire.aim({ host: '127.0.0.1', port: await startEcho('two ') });
  await client.ended;
  const again = await dial(wire);
  again.say('b');
  await waitFor(() => again.heard() === 'two b');
});
