import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Bench, Figure, Scenario } from '../bench.ts';
import { joinAll } from '../buyers.ts';

/** The page that all buyers reload. */
export const publicSale: Scenario = {
  name: 'public-sale',
  async run(bench) {
    const saleId = await bench.createSale({ startingQuantity: 1_000 });
    const paths = {
      'public/sale': `/flash-sales/public/sale?flashSaleId=${saleId}`,
      line: `/flash-sales/${saleId}/line`,
    };
    const figures = [];
    for (const [what, path] of Object.entries(paths)) {
      const { requestsPerSecond, tool } = await measureGets(`${bench.api}${path}`);
      const goal = what === 'line' ? '–' : '≥ 15,000';
      figures.push({ what: `${what}, ${tool}`, value: requestsPerSecond, unit: '/s', goal });
    }
    return figures;
  },
};

const run = promisify(execFile);
const CONNECTIONS = 64;
const READ_SECONDS = 8;

/** Requests per second that one address answers; wrk where it is installed, as it costs least. */
async function measureGets(url: string): Promise<{ requestsPerSecond: number; tool: string }> {
  const size = ['-c', String(CONNECTIONS), '-d', String(READ_SECONDS)];
  try {
    const { stdout } = await run('wrk', ['-t', '1', ...size, url]);
    if (/Non-2xx/.test(stdout)) {
      throw new Error(`not everything was answered:\n${stdout}`);
    }
    const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
    return { requestsPerSecond, tool: `wrk, ${CONNECTIONS} connections` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
  const autocannon = 'node_modules/autocannon/autocannon.js';
  const { stdout } = await run(process.execPath, [autocannon, ...size, '--json', url]);
  const { requests } = JSON.parse(stdout);
  return { requestsPerSecond: requests.average, tool: `autocannon, ${CONNECTIONS} connections` };
}

const CONSOLES = 20;
const SECONDS = 10;
const PER_SECOND = 200;

/** Consoles that watch a sale while people join it: what does one of them cost the API? */
export const consoleFeed: Scenario = {
  name: 'console',
  isLong: true,
  async run(bench) {
    const connections = await bench.connections(50);
    const saleId = await bench.createSale({ startingQuantity: 500 });
    // What comes first runs on code that is not warm yet: it is not counted, and the rest is framed.
    let joined = 0;
    const crowd = async () => {
      joined += SECONDS * PER_SECOND;
      return (await crowdFor(bench, connections, saleId, joined)).api ?? 0;
    };
    await crowd();
    const before = await crowd();
    const consoles = await openConsoles(bench, saleId, CONSOLES);
    const watched = await crowd();
    consoles.close();
    const ages = consoles.ages();
    const without = (before + (await crowd())) / 2;
    await bench.judge(saleId);
    const share = (watched - without) / (SECONDS * 10) / CONSOLES;
    return [
      figure('API, each of 20 open consoles', share, '% CPU', '< 2'),
      figure('API without a console', without / (SECONDS * 10), '% CPU', '–'),
      figure('API with 20 consoles', watched / (SECONDS * 10), '% CPU', '–'),
      figure('oldest counts that a console showed', Math.max(...ages), 'ms', '≤ 2,000'),
      figure('counts that each console got', ages.length / CONSOLES, '', `≈ ${SECONDS}`),
    ];
  },
};

const figure = (what: string, value: number, unit: string, goal: string): Figure => {
  return { what, value: Math.round(value * 100) / 100, unit, goal };
};

/** The same number of joins in each second, so that both halves do the same work. */
async function crowdFor(
  bench: Bench,
  connections: Awaited<ReturnType<Bench['connections']>>,
  saleId: string,
  from: number,
) {
  return bench.cpuOf(async () => {
    for (let second = 0; second < SECONDS; second += 1) {
      await Promise.all([
        joinAll(connections, saleId, PER_SECOND, from + second * PER_SECOND),
        sleep(1_000),
      ]);
    }
  });
}

interface Consoles {
  /** How old each counts event was when it arrived, in ms. */
  ages(): number[];
  close(): void;
}

/** Opens the live feed of one sale so many times, and reads it as a console does. */
async function openConsoles(bench: Bench, saleId: string, count: number): Promise<Consoles> {
  const ages: number[] = [];
  const open = await Promise.all(
    Array.from({ length: count }, (_, place) => openOne(bench, saleId, place, ages)),
  );
  return {
    ages: () => ages,
    close() {
      for (const close of open) {
        close();
      }
    },
  };
}

function openOne(bench: Bench, saleId: string, place: number, ages: number[]): Promise<() => void> {
  const path = `/orders/admin/queue/${saleId}/stream`;
  const headers = bench.teams[Math.floor(place / PER_MEMBER) % bench.teams.length];
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, bench.api), { headers }, (answer) => {
      if (answer.statusCode !== 200) {
        return reject(new Error(`console: ${answer.statusCode}`));
      }
      answer.on('data', (chunk: Buffer) => {
        const at = /"countedAt":"([^"]+)"/.exec(chunk.toString())?.[1];
        if (at) {
          ages.push(Date.now() - Date.parse(at));
        }
      });
      resolve(() => asked.destroy());
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Streams that one account may have open at once. */
const PER_MEMBER = 10;
