import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

export interface LossyProxy {
  uri: string;
  /** From now on the next `times` answers to this command are lost after the server did its work. */
  loseAnswers(command: string, times: number): void;
  lost(): number;
  close(): Promise<void>;
}

/** Stands between client and server and cuts the wire when the answer is already on its way. */
export async function openLossyProxy(uri: string): Promise<LossyProxy> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  let doomed = { command: '', times: 0 };
  let lost = 0;

  const server = createServer((client) => {
    const upstream = dial(Number(target.port), target.hostname);
    let loseNext = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    client.on('data', (bytes) => {
      if (doomed.times > 0 && bytes.includes(doomed.command)) {
        doomed.times -= 1;
        loseNext = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (loseNext) {
        lost += 1;
        client.destroy();
      } else {
        client.write(bytes);
      }
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(uri);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  through.searchParams.delete('replicaSet');
  through.searchParams.set('directConnection', 'true');
  return {
    uri: through.href,
    loseAnswers: (command, times) => {
      doomed = { command, times };
    },
    lost: () => lost,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => resolve());
      }),
  };
}
