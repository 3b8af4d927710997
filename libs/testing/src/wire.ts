import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Target {
  host: string;
  port: number;
}

/** What a wire carried and broke so far. */
export interface WireCounts {
  /** Carried to the server. */
  sent: number;
  /** Carried to the client. */
  answered: number;
  /** Connections that it reset, or refused. */
  cut: number;
  /** Answers that it lost after the server did its work. */
  lost: number;
}

/** A connection between a process and one of its servers that can be cut, hung, slow, or lose answers. */
export interface Wire {
  readonly port: number;
  counts(): WireCounts;
  /** The connections that are open now. */
  open(): number;
  /** Resets every connection, and refuses new ones. */
  cut(): void;
  /** Resets every connection, and takes new ones. */
  reset(): void;
  /** Keeps every connection open, also new ones, and lets nothing through, or nothing one way. */
  hang(way?: 'to the server' | 'to the client'): void;
  /** Everything takes so much longer each way. */
  slow(ms: number): void;
  /** From now on the next `times` answers to what contains this text are lost, with their connection. */
  loseAnswers(text: string, times: number): void;
  mend(): void;
  /** New connections go to another server; those that are open are reset. */
  aim(target: Target): void;
  close(): Promise<void>;
}

interface Way {
  from: Socket;
  to: Socket;
  isAnswer: boolean;
  /** Chunks that are kept back, each after the one before it. */
  late: { count: number; last: Promise<void> };
}

export async function startWire(first: Target): Promise<Wire> {
  const ways = new Set<Way>();
  const counts: WireCounts = { sent: 0, answered: 0, cut: 0, lost: 0 };
  let target = first;
  let isCut = false;
  let slowMs = 0;
  let doomed = { text: '', times: 0 };
  const hung = { answers: false, requests: false };
  const isHung = ({ isAnswer }: Way) => (isAnswer ? hung.answers : hung.requests);

  const server = createServer((near) => {
    if (isCut) {
      counts.cut += 1;
      near.destroy();
      return;
    }
    const far = connect(target);
    const doom = { isNext: false };
    for (const one of [
      { from: near, to: far, isAnswer: false },
      { from: far, to: near, isAnswer: true },
    ]) {
      const way: Way = { ...one, late: { count: 0, last: Promise.resolve() } };
      const { from, to } = way;
      ways.add(way);
      from.on('data', (bytes: Buffer) => carry(way, bytes, doom));
      if (isHung(way)) {
        from.pause();
      }
      from.on('error', () => to.destroy());
      // What the other end still has to be told goes first.
      from.on('end', () => to.end());
      from.on('close', () => {
        ways.delete(way);
        to.destroySoon();
      });
    }
  });

  function carry(way: Way, bytes: Buffer, doom: { isNext: boolean }): void {
    const { from, to, isAnswer } = way;
    if (!isAnswer && doomed.times > 0 && bytes.includes(doomed.text)) {
      doomed.times -= 1;
      doom.isNext = true;
    }
    if (isAnswer && doom.isNext) {
      counts.lost += 1;
      from.destroy();
      to.destroy();
      return;
    }
    counts[isAnswer ? 'answered' : 'sent'] += bytes.length;
    if (slowMs === 0 && way.late.count === 0) {
      to.write(bytes);
    } else {
      keepBack(way, bytes);
    }
  }

  function keepBack({ late, to }: Way, bytes: Buffer): void {
    const at = performance.now() + slowMs;
    const before = late.last;
    late.count += 1;
    late.last = (async () => {
      await before;
      await sleep(Math.max(0, at - performance.now()));
      to.write(bytes);
      late.count -= 1;
    })();
  }

  function hangUp(): void {
    for (const { from, isAnswer } of ways) {
      counts.cut += isAnswer ? 1 : 0;
      from.resetAndDestroy();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ ...counts }),
    open: () => ways.size / 2,
    cut() {
      isCut = true;
      hangUp();
    },
    reset: hangUp,
    hang(way) {
      hung.requests = way !== 'to the client';
      hung.answers = way !== 'to the server';
      for (const one of ways) {
        if (isHung(one)) {
          one.from.pause();
        }
      }
    },
    slow(ms) {
      slowMs = ms;
    },
    loseAnswers(text, times) {
      doomed = { text, times };
    },
    mend() {
      isCut = false;
      slowMs = 0;
      doomed = { text: '', times: 0 };
      hung.requests = false;
      hung.answers = false;
      for (const { from } of ways) {
        from.resume();
      }
    },
    aim(next) {
      target = next;
      hangUp();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        hangUp();
      }),
  };
}

/** The address of a database as it is reached through a wire to its only server. */
export function mongoThrough(wire: Pick<Wire, 'port'>, uri: string): string {
  const through = new URL(uri);
  through.host = `127.0.0.1:${wire.port}`;
  // The set would tell the driver its own address, past the wire.
  through.searchParams.delete('replicaSet');
  through.searchParams.set('directConnection', 'true');
  return through.href;
}
