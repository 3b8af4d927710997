import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Scenario } from '../bench.ts';

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
const SECONDS = 8;

/** Requests per second that one address answers; wrk where it is installed, as it costs least. */
async function measureGets(url: string): Promise<{ requestsPerSecond: number; tool: string }> {
  const size = ['-c', String(CONNECTIONS), '-d', String(SECONDS)];
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
