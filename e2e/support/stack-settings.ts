import { randomInt } from 'node:crypto';
import { isTaken } from '../../tools/process/ports.mjs';

/** What a developer set for the own copy must not reach this one, nor this one's sales that copy. */
const ownOnly = [
  ...['REDIS_URL', 'MONGO_URL', 'MONGODB_URL', 'MONGODB_URI', 'MONGO_DB'],
  ...[
    'BEND_HOST',
    'BEND_PORT',
    'WORKER_PORT',
    'ADMIN_HOST',
    'ADMIN_PORT',
    'FEND_HOST',
    'FEND_PORT',
  ],
  ...['NEXT_PUBLIC_API_URL', 'API_INTERNAL_URL', 'BETTER_AUTH_URL', 'CLIENT_ORIGINS'],
  ...['JWT_SECRET', 'BETTER_AUTH_SECRET', 'TRUSTED_PROXIES'],
];
const ports = [4000, 4001, 4200, 4201, 4202];
const TRIES = 50;

/** An empty variable counts as one that is not set. */
export async function settingsFor(dir: string): Promise<NodeJS.ProcessEnv> {
  const offset = process.env.PORT_OFFSET ?? String(await freeOffset());
  return {
    ...process.env,
    ...Object.fromEntries(ownOnly.map((name) => [name, ''])),
    ENV_FILE: `${dir}/none.env`,
    DATA_DIR: dir,
    PORT_OFFSET: offset,
    CLIENT_ORIGINS: originsAt(Number(offset)).join(','),
    NODE_ENV: 'development',
    ADMIN_SIGNUP: 'open',
    // Receivers of webhooks in tests are on this machine.
    WEBHOOK_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'warn',
  };
}

/** API and sites as they run, and the page of another shop, which is on another site. */
function originsAt(offset: number): string[] {
  const own = [4000, 4200, 4201].map((port) => `http://localhost:${port + offset}`);
  return [...own, merchantOf(`http://localhost:${4000 + offset}`)];
}

/** Where the page of another shop is served, beside the stack with this API. */
export function merchantOf(api: string): string {
  return `http://127.0.0.1:${Number(new URL(api).port) + 202}`;
}

/** By chance, so that two runs that look at the same moment do not find the same. */
async function freeOffset(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const offset = 10 * randomInt(100, 1_500);
    const taken = await Promise.all(ports.map((port) => isTaken(port + offset)));
    if (!taken.includes(true)) {
      return offset;
    }
  }
  throw new Error('no five ports are free for the stack of the browser tests');
}
