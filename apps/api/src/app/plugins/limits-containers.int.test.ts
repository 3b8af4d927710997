import { loadEnv } from '@flash/shared-config';
import { afterAll, beforeAll, describe, expect, it as test } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';

// As requests from another container, or through a published port, arrive: not from loopback.
const remoteAddress = '172.18.0.1';
const ADMIN = 'http://localhost:4200';

/** The variables of the development containers, without the addresses of their engines. */
function containerEnv() {
  const file = new URL('../../../../../.env.docker', import.meta.url).pathname;
  return loadEnv({ ENV_FILE: file });
}

let containers: TestApp;
let defaults: TestApp;

beforeAll(async () => {
  const { rateLimits } = containerEnv();
  containers = await buildTestApp({ env: { adminSignup: 'open', rateLimits } });
  defaults = await buildTestApp({ env: { adminSignup: 'open' } });
});
afterAll(async () => {
  await containers.close();
  await defaults.close();
});

/** What the v1 load script does, with its 300 buyers at once; answers every status it saw. */
async function playLoadScript({ app }: TestApp): Promise<number[]> {
  const statuses: number[] = [];
  const send = async (method: 'GET' | 'POST', url: string, payload?: object, token?: string) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const answer = await app.inject({ method, url, payload, headers, remoteAddress });
    statuses.push(answer.statusCode);
    return answer.json();
  };
  const account = { email: `admin-${Date.now()}@load.test`, password: 'password123' };
  await send('POST', '/api/auth/sign-up/email', { name: 'Admin', ...account });
  const { token } = await send('POST', '/api/auth/sign-in/email', account);
  const startsAt = new Date(Date.now() - 1_000);
  const endsAt = new Date(startsAt.getTime() + 600_000);
  const sale = { name: 'Load', startsAt, endsAt, startingQuantity: 1_000 };
  const { id } = await send('POST', '/flash-sales', sale, token);
  const buyers = Array.from({ length: 300 }, async (_, i) => {
    await send('GET', `/flash-sales/public/sale?flashSaleId=${id}`);
    const who = { email: `user-${i}-0@load.test`, flashSaleId: id };
    await send('POST', '/orders/buy', who);
    await send('GET', `/orders/position?email=${encodeURIComponent(who.email)}&flashSaleId=${id}`);
  });
  await Promise.all(buyers);
  return statuses;
}

describe('a load script in a container beside the development containers', () => {
  test('is limited at no step, though all its buyers share one address', async () => {
    const statuses = await playLoadScript(containers);
    expect(statuses).toHaveLength(3 + 900);
    expect(statuses.filter((status) => status >= 400)).toEqual([]);
  });

  test('would be limited by the defaults, which production keeps', async () => {
    const statuses = await playLoadScript(defaults);
    expect(statuses).toContain(429);
  });

  test('is said in the compose file: the development containers count addresses generously', () => {
    expect(containerEnv().rateLimits.addressJoinsPer10s).toBeGreaterThanOrEqual(100_000);
    expect(containerEnv().isProduction).toBe(false);
    expect(containerEnv().clientOrigins).toContain(ADMIN);
  });
});
