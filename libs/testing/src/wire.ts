import { connect, createServer, type Socket } from 'node:net';

/** A wire that can be cut, between a worker and one of its servers. */
export interface Wire {
  port: number;
  /** Resets every connection, and refuses new ones. */
  cut(): void;
  /** Keeps every connection open, also new ones, and lets nothing through. */
  hang(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<Wire> {
  const ways = new Set<{ from: Socket; to: Socket }>();
  let state: 'whole' | 'cut' | 'hung' = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(target);
    for (const way of [
      { from: near, to: far },
      { from: far, to: near },
    ]) {
      const { from, to } = way;
      ways.add(way);
      if (state === 'whole') {
        from.pipe(to);
      }
      from.on('error', () => to.destroy());
      from.on('close', () => {
        ways.delete(way);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const hangUp = () => {
    for (const { from } of ways) {
      from.destroy();
    }
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      state = 'cut';
      hangUp();
    },
    hang() {
      state = 'hung';
      for (const { from, to } of ways) {
        from.unpipe(to).pause();
      }
    },
    mend() {
      if (state === 'hung') {
        for (const { from, to } of ways) {
          from.pipe(to);
        }
      }
      state = 'whole';
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        hangUp();
      }),
  };
}
