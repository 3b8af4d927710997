import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, keysOf, noticeChannel } from '@flash/reservation';
import { createRedis, type RedisClient, whenReady } from '@flash/shared-config';
import { endWithMe, findFreePort, waitFor } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'flash-redis-users-'));
// What a shell, sed and a regular expression would each read differently.
const passwords = { admin: 'an & admin', api: "b/&\\1$HOME'", worker: '#{worker} x' };
const clients: RedisClient[] = [];
let server: ChildProcess;
let port: number;

function connect(user: string, password: string): RedisClient {
  const login = `${user}:${encodeURIComponent(password)}`;
  const client = createRedis(`redis://${login}@127.0.0.1:${port}`, 'worker');
  client.on('error', () => {});
  clients.push(client);
  return client;
}

beforeAll(async () => {
  port = await findFreePort();
  const script = new URL('./redis/start.sh', import.meta.url).pathname;
  server = spawn('sh', [script, '--port', String(port), '--bind', '127.0.0.1', '--dir', dir], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      REDIS_SERVER: process.env.TEST_REDIS_SERVER ?? 'redis-server',
      REDIS_CONF_DIR: dir,
      REDIS_MAXMEMORY: '64mb',
      REDIS_PASSWORD: passwords.admin,
      REDIS_API_PASSWORD: passwords.api,
      REDIS_WORKER_PASSWORD: passwords.worker,
    },
  });
  endWithMe(server);
  await whenReady(connect('default', passwords.admin), 10_000);
});
afterAll(() => {
  for (const client of clients) {
    client.disconnect();
  }
  server.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const both = ['api', 'worker'] as const;

describe('the users of the processes in Redis', () => {
  test.each(both)(
    '%s can neither list nor empty the keyspace, nor read or change the server',
    async (name) => {
      const redis = connect(name, passwords[name]);
      for (const command of [
        'FLUSHALL',
        'FLUSHDB',
        'KEYS *',
        'SCAN 0',
        'RANDOMKEY',
        'DBSIZE',
        'SWAPDB 0 1',
        'CONFIG GET maxmemory',
        'CONFIG SET maxmemory 0',
        'ACL LIST',
        'ACL SETUSER mallory on',
        'DEBUG OBJECT fsx',
        'SHUTDOWN NOSAVE',
        'MONITOR',
        'SAVE',
        'BGREWRITEAOF',
        'REPLICAOF no one',
        'SLAVEOF no one',
        'FAILOVER',
        'MODULE LIST',
        'CLIENT KILL TYPE normal',
        'CLIENT PAUSE 9',
        'SCRIPT FLUSH',
        'SCRIPT KILL',
        'SLOWLOG GET',
        'LATENCY RESET',
        'MIGRATE h 1 fsx 0 1',
        'RESTORE fsx 0 x',
        'SORT fsx',
      ]) {
        const [verb = '', ...args] = command.split(' ');
        // Redis 7 hides some of these from everyone before it looks at the user.
        const refusal = /NOPERM|not allowed|unknown command/i;
        await expect(redis.call(verb, ...args), command).rejects.toThrow(refusal);
      }
    },
  );

  test.each(both)('%s can do none of it from inside a script either', async (name) => {
    const redis = connect(name, passwords[name]);
    for (const verb of ['FLUSHALL', 'KEYS', 'SCAN']) {
      const script = `return redis.call('${verb}', '*')`;
      await expect(redis.eval(script, 0), verb).rejects.toThrow(
        /permission|can't run|ACL failure/i,
      );
    }
  });

  test.each(both)('%s reaches no key and no channel of another program', async (name) => {
    const redis = connect(name, passwords[name]);
    await expect(redis.get('other')).rejects.toThrow(/NOPERM/);
    await expect(redis.set('other', '1')).rejects.toThrow(/NOPERM/);
    await expect(redis.publish('other', '1')).rejects.toThrow(/NOPERM/);
    await expect(redis.eval("return redis.call('GET', 'other')", 0)).rejects.toThrow();
  });

  test.each(both)(
    '%s runs the scripts of a sale, hears its notices and knows time and server',
    async (name) => {
      const redis = connect(name, passwords[name]);
      expect(await redis.info('server')).toContain('redis_version');
      expect(await redis.time()).toHaveLength(2);
      const engine = createEngine(redis);
      expect(await engine.snapshot(`sale-${name}`)).toBeTruthy();
      expect(await redis.hlen(keysOf(`sale-${name}`).meta)).toBe(0);
      expect(await redis.publish(noticeChannel, 'x')).toBe(0);
      await redis.lpush('flashsale:q:wait', 'job');
      await redis.del('flashsale:q:wait');
    },
  );

  test('a wrong or missing password opens nothing', async () => {
    const wrong = createRedis(`redis://api:guess@127.0.0.1:${port}`, 'producer');
    clients.push(wrong);
    const errors: string[] = [];
    wrong.on('error', (error: Error) => errors.push(error.message));
    await waitFor(() => errors.some((message) => message.includes('WRONGPASS')));
    const nameless = createRedis(`redis://127.0.0.1:${port}`, 'producer');
    clients.push(nameless);
    nameless.on('error', (error: Error) => errors.push(error.message));
    await waitFor(() => errors.some((message) => message.includes('NOAUTH')));
  });
});

describe('the start of Redis in production', () => {
  test('bounds its memory, keeps every key and writes an append-only file', async () => {
    const admin = connect('default', passwords.admin);
    const setting = async (name: string) => ((await admin.config('GET', name)) as string[])[1];
    expect(await setting('maxmemory')).toBe(String(64 * 1024 * 1024));
    expect(await setting('maxmemory-policy')).toBe('noeviction');
    expect(await setting('appendonly')).toBe('yes');
  });

  test('shows no password in the process list, and writes none to a file', () => {
    const conf = readFileSync(join(dir, 'redis.conf'), 'utf8');
    const argv = readFileSync(`/proc/${server.pid}/cmdline`, 'utf8');
    const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8');
    for (const password of Object.values(passwords)) {
      expect(conf).not.toContain(password);
      expect(argv).not.toContain(password);
      expect(environment).not.toContain(password);
    }
  });
});
