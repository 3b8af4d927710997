import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@flash/testing';
import { findOnPath } from '../../tools/engines/binary.mjs';
import { type App, stateOf } from '../app.ts';
import type { Fault } from './fault.ts';

/** As the kernel counts them. */
const openFiles = ({ pid }: App) => readdirSync(`/proc/${pid()}/fd`).length;

function dial({ url }: App, text: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  socket.write(text);
  return socket;
}

const SOCKETS = 150;
/** So many are open for one ticket at most. */
const STREAMS_EACH = 10;
/** Buyers open and close some of their own meanwhile. */
const MOST = SOCKETS / 2;
const PATIENCE_MS = 30_000;

/** What a slow or hostile client sends, and then nothing more. */
const hanging = (id: string, what: string, textOf: (saleId: string, ticket: string) => string) =>
  ({
    ...{ id, what, uses: ['buyers'], lastsMs: { from: 1_500, to: 3_000 } },
    async inject({ world, saleId, crowd }) {
      const [api] = world.apis as [App];
      const tickets = await waitFor(() => (crowd.tickets().length > 5 ? crowd.tickets() : null));
      let sockets: Socket[] = [];
      const hangUp = () => {
        for (const socket of sockets) {
          socket.destroy();
        }
      };
      const open = async () => {
        const before = openFiles(api);
        sockets = Array.from({ length: SOCKETS }, (_, i) => {
          const socket = dial(api, textOf(saleId, tickets[i % tickets.length] ?? ''));
          // It never reads what it is sent.
          socket.pause();
          return socket;
        });
        await sleep(300);
        return openFiles(api) - before;
      };
      let more = 0;
      // The other fault of the round may have the API stopped just now.
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
        more = await open().catch(() => 0);
        if (more >= MOST) {
          break;
        }
        hangUp();
      }
      return {
        async heal() {
          hangUp();
          return more >= MOST ? `${more} more open files in ${api.name}` : '';
        },
      };
    },
  }) satisfies Fault;

const requestLines = (lines: readonly string[]) => lines.map((line) => `${line}\r\n`).join('');

/** All streams of one API end at once and come back at the other one. */
const storm: Fault = {
  id: 'F33.storm',
  what: 'an API is killed while it has many streams, and all come back at once at the other one',
  ...{ uses: ['api'], lastsMs: { from: 800, to: 1_500 } },
  async inject({ world, saleId, crowd }) {
    const [first, second] = world.apis as [App, App];
    await waitFor(() => crowd.tickets().length > 10);
    const ending = new AbortController();
    const listen = async ({ url }: App, ticket: string) => {
      const answer = await fetch(`${url}/orders/stream?flashSaleId=${saleId}`, {
        headers: { 'x-ticket': ticket },
        signal: ending.signal,
      });
      return answer.status;
    };
    const listenAll = async (app: App, tickets: string[]) => {
      const all = Array.from({ length: SOCKETS }, (_, i) => tickets[i % tickets.length] ?? '');
      const answers = await Promise.allSettled(all.map((ticket) => listen(app, ticket)));
      return answers.filter((one) => one.status === 'fulfilled' && one.value === 200).length;
    };
    // Those who came last are still in line: a buyer with an order is told so, and needs no stream.
    let tickets: string[] = [];
    const opened = await waitFor(
      () => {
        tickets = crowd.tickets().slice(-SOCKETS / STREAMS_EACH);
        return listenAll(first, tickets);
      },
      { timeoutMs: PATIENCE_MS, what: `streams of ${first.name}` },
    );
    const pid = first.pid();
    await first.stop('SIGKILL');
    const again = await listenAll(second, tickets);
    return {
      async heal() {
        ending.abort();
        await first.start();
        const counts = `${opened} streams, then ${again}`;
        return stateOf(pid) === 'gone' ? `${first.name} killed, ${counts}` : '';
      },
    };
  },
};

const limitOf = (pid: number) =>
  /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '';

const limitFiles = (pid: number, limit: string) =>
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`], { stdio: 'pipe' });

const noFiles: Fault = {
  id: 'F35.files',
  what: 'an API may open no more files and sockets',
  ...{ uses: ['api'], lastsMs: { from: 1_000, to: 2_500 } },
  missing: () => (findOnPath('prlimit', process.env.PATH) ? '' : 'there is no prlimit on PATH'),
  async inject({ world, chance }) {
    const api = chance.pick(world.apis) as App;
    const before = limitOf(api.pid());
    limitFiles(api.pid(), String(openFiles(api)));
    const during = limitOf(api.pid());
    return {
      async heal() {
        limitFiles(api.pid(), before);
        return during !== before ? `${api.name} was limited to ${during} open files` : '';
      },
    };
  },
};

export const socketFaults: readonly Fault[] = [
  storm,
  hanging('F34.slowloris', 'many requests are begun and never finished', () =>
    requestLines(['POST /orders/buy HTTP/1.1', 'host: shop', 'content-type: application/json']),
  ),
  hanging('F34.unread', 'many streams are opened and never read', (saleId, ticket) =>
    requestLines([
      `GET /orders/stream?flashSaleId=${saleId} HTTP/1.1`,
      ...['host: shop', `x-ticket: ${ticket}`, ''],
    ]),
  ),
  noFiles,
];
