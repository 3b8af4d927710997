import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A plain proxy: the next backend for each request, and nothing else than that. */
export interface RoundRobin {
  url: string;
  add(port: number): void;
  remove(port: number): void;
  /** Requests that each backend answered. */
  answered: ReadonlyMap<number, number>;
  close(): void;
}

export async function startRoundRobin(): Promise<RoundRobin> {
  const ports: number[] = [];
  const answered = new Map<number, number>();
  let turn = 0;

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const order = ports.map((_, index) => ports[(turn + index) % ports.length] ?? 0);
      turn += 1;
      pass(incoming, outgoing, { order, body: Buffer.concat(chunks) });
    });
  });

  /** A refused connection carried nothing, so the next backend may have the request; anything else is told. */
  function pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { order: [port, ...others], body }: { order: number[]; body: Buffer },
  ): void {
    if (port === undefined) {
      outgoing.writeHead(503).end();
      return;
    }
    const { method, url: path, headers } = incoming;
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    asked.on('response', (answer) => {
      answered.set(port, (answered.get(port) ?? 0) + 1);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
      outgoing.on('close', () => answer.destroy());
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') {
        pass(incoming, outgoing, { order: others, body });
      } else if (outgoing.headersSent) {
        outgoing.destroy();
      } else {
        outgoing.writeHead(502).end();
      }
    });
    asked.end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    add: (backend) => void ports.push(backend),
    remove: (backend) => void ports.splice(ports.indexOf(backend), 1),
    answered,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
