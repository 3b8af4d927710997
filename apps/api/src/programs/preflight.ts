import { parseArgs } from 'node:util';
import { createLogger, loadEnv } from '@flash/shared-config';
import type { PreflightResult } from '@flash/shared-types';
import { isId } from '@flash/shared-utils';
import { openDeps } from '../app/open-deps.ts';
import { preflight } from '../app/services/preflight/preflight.ts';

const USAGE = `usage: npm run preflight -- <id of a sale> --crowd <buyers> [--accept <check>] [--api <url>] [--bots <n>]
  --crowd   buyers who are expected
  --accept  a check that may fail, because what it finds is intended; may be repeated
  --api     where buyers reach the API; BETTER_AUTH_URL where nothing is said
  --bots    buyers of the rehearsal, 10 to 150; 100 where nothing is said`;

/** All bots come from one address, of which an API in production takes 200 presses in ten seconds. */
const BOTS = { min: 10, max: 150 };

const signs = { passed: 'ok  ', failed: 'FAIL', accepted: 'okay' } as const;

/**
 * Before a sale: checks all that it needs, and rehearses it. Ends with 0 when nothing is in doubt, with 1 when
 * something is, and with 2 when it was called wrongly.
 */
const options = readOptions(process.argv.slice(2));
if (options) {
  process.exitCode = await run(options).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

interface Options {
  saleId: string;
  crowd: number | null;
  accepted: string[];
  api: string | null;
  bots: number;
}

function readOptions(args: string[]): Options | null {
  const given = orNull(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        crowd: { type: 'string' },
        accept: { type: 'string', multiple: true, default: [] },
        api: { type: 'string' },
        bots: { type: 'string', default: '100' },
      },
    }),
  );
  if (!given) {
    return null;
  }
  const { values, positionals } = given;
  const [saleId = '', ...more] = positionals;
  const crowd = values.crowd === undefined ? null : wholeIn(values.crowd);
  const bots = wholeIn(values.bots);
  const isWhole = !Number.isNaN(crowd) && bots >= BOTS.min && bots <= BOTS.max;
  return isId(saleId) && more.length === 0 && isWhole
    ? { saleId, crowd, bots, accepted: values.accept, api: values.api ?? null }
    : null;
}

/** Arguments that make no sense are thrown. */
function orNull<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** NaN for anything but a whole number. */
function wholeIn(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
}

async function run({ saleId, crowd, accepted, api, bots }: Options): Promise<number> {
  const env = loadEnv();
  const log = createLogger({ name: 'preflight', level: 'error', isProduction: env.isProduction });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const deps = await openDeps({ env, log });
  try {
    const sale = await deps.db.sales.get(saleId);
    if (!sale) {
      process.stderr.write(`No sale has the id ${saleId}.\n`);
      return 1;
    }
    const result = await preflight(deps, sale, {
      ...{ crowd, bots, accepted },
      api: api ?? env.betterAuthUrl,
      rehearsal: { signal: stop.signal },
    });
    process.stdout.write(`${linesOf(result).join('\n')}\n`);
    return result.ok ? 0 : 1;
  } finally {
    await deps.close();
  }
}

function linesOf({ ok, checks }: PreflightResult): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, words, advice }) => [
    `${signs[state]}  ${name.padEnd(width)}  ${words}${state === 'accepted' ? ' (accepted)' : ''}`,
    ...(state === 'failed' ? [`      ${' '.repeat(width)}  → ${advice}`] : []),
  ]);
  const failures = checks.filter(({ state }) => state === 'failed').length;
  return [...lines, ok ? 'Nothing is in doubt.' : `${failures} of ${checks.length} checks failed.`];
}
