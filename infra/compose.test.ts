import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Service {
  profiles: string[];
  image?: string;
  build?: { dockerfile: string; args?: Record<string, string> };
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  env_file?: string[];
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
}

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const read = (path: string) => readFileSync(at(path), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true });
const services: Record<string, Service> = compose.services;
const serviceOf = (name: string): Service => {
  const service = services[name];
  if (!service) {
    throw new Error(`docker-compose.yml has no ${name}`);
  }
  return service;
};
const optionOf = (name: string, option: string) => {
  const { command = [] } = serviceOf(name);
  return command[command.indexOf(option) + 1];
};

test('is a Compose file by schema, every key of it', () => {
  const validate = new Ajv({ allErrors: true, strictTuples: false }).compile(
    JSON.parse(read('infra/compose.schema.json')),
  );
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
});

describe('the engines keep what was promised to people', () => {
  test('Redis writes every change down, forgets nothing when it is full, and asks for a password', () => {
    expect(optionOf('redis', '--appendonly')).toBe('yes');
    expect(optionOf('redis', '--maxmemory-policy')).toBe('noeviction');
    expect(optionOf('redis', '--maxmemory')).toMatch(/^\$\{REDIS_MAXMEMORY:-\d+mb\}$/);
    expect(optionOf('redis', '--requirepass')).toMatch(/^\$\{REDIS_PASSWORD:-.+\}$/);
    expect(serviceOf('redis').volumes).toContain('redis-data:/data');
  });

  test('MongoDB is a replica set with a key file and a root user, and gives up dead transactions', () => {
    expect(optionOf('mongo', '--replSet')).toBe('rs0');
    const keyFile = optionOf('mongo', '--keyFile') ?? '';
    expect(serviceOf('mongo').entrypoint?.join('\n')).toContain(`key=${keyFile}`);
    expect(serviceOf('mongo').entrypoint?.join('\n')).toContain('chmod 400');
    expect(optionOf('mongo', '--setParameter')).toBe('transactionLifetimeLimitSeconds=3');
    const { environment = {} } = serviceOf('mongo');
    expect(environment.MONGO_INITDB_ROOT_USERNAME).toBeTruthy();
    expect(environment.MONGO_INITDB_ROOT_PASSWORD).toBeTruthy();
  });
});

describe('the development set-up, with its published passwords', () => {
  test('is reachable from this machine only, every service of it', () => {
    for (const [name, { ports = [] }] of Object.entries(services)) {
      for (const port of ports) {
        expect(port, name).toMatch(/^127\.0\.0\.1:/);
      }
    }
  });

  test('says what it is in its first line, and what to use instead', () => {
    const [first, second] = read('docker-compose.yml').split('\n');
    expect(first).toMatch(/^# DEVELOPMENT: .*this machine only/);
    expect(second).toContain('docker-compose.production.yml');
  });
});

describe('the applications', () => {
  const apps = ['api', 'worker', 'site-web', 'admin-web'];

  test('are all there, with the engines, and nothing starts without being asked for', () => {
    const inProfile = (profile: string) =>
      Object.keys(services).filter((name) => services[name]?.profiles.includes(profile));
    expect(inProfile('infra').sort()).toEqual(['mongo', 'redis']);
    expect(inProfile('app').sort()).toEqual([...apps, 'mongo', 'redis'].sort());
    expect(inProfile('monitoring').sort()).toEqual(['grafana', 'prometheus']);
    expect(inProfile('load')).toEqual(['k6']);
  });

  test.each(apps)('%s runs without root on a file system that it cannot change', (name) => {
    const { build, read_only } = serviceOf(name);
    expect(read_only).toBe(true);
    const dockerfile = read(build?.dockerfile ?? '');
    expect(dockerfile.match(/^FROM /gm)?.length).toBeGreaterThan(1);
    expect(dockerfile.split(/^FROM /m).at(-1)).toMatch(/^USER node$/m);
  });

  test.each(['api', 'worker'])('%s waits for healthy engines and dials them by name', (name) => {
    const { depends_on, environment = {}, env_file } = serviceOf(name);
    expect(depends_on?.redis?.condition).toBe('service_healthy');
    expect(depends_on?.mongo?.condition).toBe('service_healthy');
    expect(environment.REDIS_URL).toContain('@redis:6379');
    expect(environment.MONGODB_URI).toContain('@mongo:27017/');
    expect(env_file).toEqual(['.env.docker']);
  });

  test('carry no secret of their own', () => {
    for (const { build } of Object.values(services)) {
      const dockerfile = build ? read(build.dockerfile) : '';
      expect(dockerfile).not.toMatch(/SECRET|PASSWORD|TOKEN/);
      expect(Object.keys(build?.args ?? {})).not.toContain('NEXT_PUBLIC_API_URL');
    }
    expect(read('.dockerignore')).toMatch(/^\.env$/m);
  });

  test('mounts only what exists', () => {
    const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
    for (const [source = ''] of mounts.map((mount) => mount.split(':'))) {
      if (source.startsWith('./')) {
        expect(existsSync(at(source.slice(2)))).toBe(true);
      } else {
        expect(Object.keys(compose.volumes)).toContain(source);
      }
    }
  });
});
