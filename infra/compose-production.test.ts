import { readFileSync } from 'node:fs';
import { loadEnv } from '@flash/shared-config';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { fillIn, mergeCompose, readCompose } from './compose-merge.ts';

interface Service {
  profiles: string[];
  image?: string;
  build?: { dockerfile: string };
  user?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  env_file?: string[];
  ports?: string[];
  networks: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  mem_limit?: string;
  pids_limit?: number;
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
}

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const development = readCompose(read('docker-compose.yml'));
const merged = mergeCompose(development, readCompose(read('docker-compose.production.yml')));
const { services, networks } = merged as unknown as Compose;

/** As an operator sets them; every one is required. */
const required: Record<string, string> = {
  BETTER_AUTH_SECRET: 'kq8Zr2mV7xT4bN9cL6wY3pJ5hD1fG0sA',
  JWT_SECRET: 'W7eR4tY1uI8oP5aS2dF9gH6jK3lZ0xCv',
  BETTER_AUTH_URL: 'https://api.shop.example',
  SITE_URL: 'https://shop.example',
  ADMIN_URL: 'https://team.shop.example',
  PAYMENT_PROVIDER: 'sandbox',
  REDIS_PASSWORD: 'f1b3',
  REDIS_API_PASSWORD: 'a2c4',
  REDIS_WORKER_PASSWORD: 'b3d5',
  MONGO_ROOT_PASSWORD: 'c4e6',
  MONGO_API_PASSWORD: 'd5f7',
  MONGO_WORKER_PASSWORD: 'e6a8',
};
const run = (fillIn(merged, required) as unknown as Compose).services;
const names = Object.keys(services);
const started = (name: string): Service => {
  const service = run[name];
  if (!service) {
    throw new Error(`there is no ${name}`);
  }
  return service;
};

describe('the production file on top of the development file', () => {
  test('is a Compose file by schema, every key of it', () => {
    const validate = new Ajv({ allErrors: true, strictTuples: false }).compile(
      JSON.parse(read('infra/compose.schema.json')),
    );
    validate(merged);
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each(Object.keys(required))('does not start without %s, and says so', (name) => {
    expect(() => fillIn(merged, { ...required, [name]: '' })).toThrow(`${name} is missing a value`);
  });

  test('holds no password or secret of the development file', () => {
    const text = JSON.stringify(run);
    expect(text).not.toMatch(/redispass|:example|local-secret|super-secret|env\.docker/);
  });

  test.each(['api', 'worker'])(
    '%s runs in production mode with variables that it accepts',
    (name) => {
      const env = loadEnv({ ...started(name).environment, ENV_FILE: '/nonexistent' });
      expect(env).toMatchObject({ isProduction: true, adminSignup: 'token', warnings: [] });
      expect(env.rateLimits).toEqual({
        addressJoinsPer10s: 200,
        addressPollsPerSecond: 400,
        addressStreams: 200,
      });
      expect(new URL(env.redisUrl).username).toBe(name);
      expect(new URL(env.mongoUri).username).toBe(name);
    },
  );

  test.each(['site-web', 'admin-web'])('%s knows the addresses that it is reached by', (name) => {
    const { SITE_URL, ADMIN_URL } = required;
    expect(started(name).environment).toMatchObject({ SITE_URL, ADMIN_URL });
  });

  test('the API believes only its own network about where a request came from', () => {
    const { trustedProxies } = loadEnv({
      ...started('api').environment,
      ENV_FILE: '/nonexistent',
    });
    expect(trustedProxies).toEqual(['172.30.240.0/24']);
    const moved = fillIn(services.api, { ...required, FRONT_SUBNET: '10.9.0.0/24' });
    expect(moved?.environment?.TRUSTED_PROXIES).toBe('10.9.0.0/24');
  });

  test('API and worker start only once they have users of their own', () => {
    for (const name of ['api', 'worker']) {
      expect(started(name).depends_on).toMatchObject({
        redis: { condition: 'service_healthy' },
        mongo: { condition: 'service_healthy' },
        'mongo-users': { condition: 'service_completed_successfully' },
      });
    }
    expect(read('infra/docker/node.Dockerfile')).toContain(
      'infra/mongo/users.mjs ./mongo-users.mjs',
    );
  });
});

describe('what can reach what in production', () => {
  test('nothing listens on another address than loopback, the engines on none', () => {
    for (const name of names) {
      for (const port of started(name).ports ?? []) {
        expect(port).toMatch(/^127\.0\.0\.1:/);
      }
    }
    expect(started('redis').ports).toBeUndefined();
    expect(started('mongo').ports).toBeUndefined();
  });

  test('engines are in a network without a way out, which no site is in', () => {
    expect(networks.data?.internal).toBe(true);
    const inData = names.filter((name) => started(name).networks.includes('data')).sort();
    expect(inData).toEqual(['api', 'mongo', 'mongo-users', 'redis', 'worker']);
    for (const name of ['redis', 'mongo', 'mongo-users']) {
      expect(started(name).networks).toEqual(['data']);
    }
    for (const name of ['site-web', 'admin-web']) {
      expect(started(name).networks).toEqual(['front']);
    }
  });
});

describe('every container in production', () => {
  test.each(names)(
    '%s has no capabilities, a file system that it cannot change, and limits',
    (name) => {
      const service = started(name);
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toEqual(['no-new-privileges:true']);
      expect(service.read_only).toBe(true);
      expect(service.mem_limit).toMatch(/^\d+[mg]$/);
      expect(service.pids_limit).toBeGreaterThan(0);
    },
  );

  test.each(['redis', 'mongo'])(
    '%s runs without root and shows no password in its arguments',
    (name) => {
      const { user, command = [], entrypoint = [], environment = {} } = started(name);
      expect(['redis', 'mongodb']).toContain(user);
      const passwords = Object.entries(required).filter(([key]) => key.endsWith('PASSWORD'));
      for (const [, password] of passwords) {
        expect([...entrypoint, ...command].join(' ')).not.toContain(password);
      }
      expect(Object.keys(environment).some((key) => key.endsWith('PASSWORD'))).toBe(true);
    },
  );

  test('images are named by exact versions', () => {
    for (const name of names) {
      const { image, build } = started(name);
      if (image) {
        expect(image).toMatch(/:v?\d+\.\d+\.\d+(-alpine)?(@sha256:[0-9a-f]{64})?$/);
      } else {
        expect(read(build?.dockerfile ?? '')).toMatch(/^ARG NODE_IMAGE=node:24-/m);
      }
    }
    expect(read('.nvmrc').trim()).toBe('24');
  });

  test('Redis and MongoDB are told how much memory they may use, below what kills them', () => {
    expect(started('redis').environment?.REDIS_MAXMEMORY).toBe('1gb');
    expect(started('redis').mem_limit).toBe('2560m');
    const { command = [] } = started('mongo');
    expect(command[command.indexOf('--wiredTigerCacheSizeGB') + 1]).toBe('1');
    expect(command).toContain('transactionLifetimeLimitSeconds=3');
    expect(command).toContain('--keyFile');
  });
});

describe('merging Compose files', () => {
  test('follows the rules that Compose documents', () => {
    const base = readCompose('{a: {command: [x], ports: ["1:1"], volumes: ["./v:/d"], e: {A: 1}}}');
    const over = readCompose(
      '{a: {command: [y], ports: !reset [], volumes: ["w:/d", "z:/f"], e: {B: 2}, n: [q]}}',
    );
    expect(mergeCompose(base, over)).toEqual({
      a: { command: ['y'], volumes: ['w:/d', 'z:/f'], e: { A: 1, B: 2 }, n: ['q'] },
    });
  });

  test('fills in variables from the innermost outwards', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Compose writes variables
    const text = '${A:-${B:-c}} ${D:-} $${E}';
    expect(fillIn(text, {})).toBe('c  $${E}');
    expect(fillIn(text, { B: 'b' })).toBe('b  $${E}');
    expect(fillIn(text, { A: 'a', B: 'b' })).toBe('a  $${E}');
  });
});
