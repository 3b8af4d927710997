import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadEnv, type Source } from './env.ts';

/** A folder of its own, so that no `.env` of this machine is read. */
const nowhere = mkdtempSync(join(tmpdir(), 'env-'));
writeFileSync(join(nowhere, 'nx.json'), '{}');
const load = (source: Source = {}) => loadEnv(source, nowhere);

const safe = {
  NODE_ENV: 'production',
  PAYMENT_PROVIDER: 'sandbox',
  BETTER_AUTH_SECRET: 'kq8Zr2mV7xT4bN9cL6wY3pJ5hD1fG0sA',
  JWT_SECRET: 'W7eR4tY1uI8oP5aS2dF9gH6jK3lZ0xCv',
  REDIS_URL: 'redis://api:hq3Vn8sLw2@redis:6379',
  MONGODB_URI: 'mongodb://api:tZ5rX9cYk4@mongo:27017/flash_sale_db?authSource=admin',
};

test('the keys of the queue share one slot of a cluster, and are named as before elsewhere', () => {
  const prefixOf = (source: Source) => load(source).bullmqPrefix;
  const REDIS_URL = 'redis-cluster://a:7000,b:7000';
  expect(prefixOf({ REDIS_URL })).toBe('{flashsale}');
  expect(prefixOf({ REDIS_URL, BULLMQ_PREFIX: 'x' })).toBe('{x}');
  expect(prefixOf({ REDIS_URL, BULLMQ_PREFIX: '{shop}-a' })).toBe('{shop}-a');
  expect(prefixOf({ REDIS_URL: 'redis-sentinel://a:26379/name' })).toBe('flashsale');
});

describe('defaults', () => {
  test('are what existing deployments rely on', () => {
    expect(load()).toMatchObject({
      nodeEnv: 'development',
      mongoUri: 'mongodb://root:example@localhost:27017/flash_sale_db?authSource=admin',
      mongoDb: 'flash_sale_db',
      redisUrl: 'redis://:redispass@localhost:6379',
      queueName: 'sale-processing-queue',
      bullmqPrefix: 'flashsale',
      workerConcurrency: 10,
      criticalLockTtlMs: 750,
      saleDefaults: { holdTtlSeconds: 900, fastPassPercent: 1 },
      bendPort: 4000,
      adminPort: 4200,
      fendPort: 4201,
      workerPort: 4001,
      workerHost: '127.0.0.1',
      betterAuthUrl: 'http://localhost:4000',
      nextPublicApiUrl: 'http://localhost:4000',
      clientOrigins: ['http://localhost:4000', 'http://localhost:4200', 'http://localhost:4201'],
      adminSignup: 'token',
      metricsToken: null,
      trustedProxies: false,
      restoreGraceMs: 10_000,
    });
  });

  test('follow the ports as run, but ports inside addresses stay as they are', () => {
    const env = load({ PORT_OFFSET: '100', BEND_HOST: '0.0.0.0' });
    expect([env.bendPort, env.adminPort, env.fendPort, env.workerPort]).toEqual([
      4100, 4300, 4301, 4101,
    ]);
    expect(env.betterAuthUrl).toBe('http://localhost:4100');
    expect(env.clientOrigins).toEqual([
      'http://localhost:4100',
      'http://localhost:4300',
      'http://localhost:4301',
    ]);
    const given = load({ PORT_OFFSET: '100', BETTER_AUTH_URL: 'https://api.example.org:8443' });
    expect(given.betterAuthUrl).toBe('https://api.example.org:8443');
    expect(given.clientOrigins[0]).toBe('https://api.example.org:8443');
    expect(given.redisUrl).toMatch(/:6379$/);
  });
});

describe('limits against hoarding', () => {
  test('are on in production and off elsewhere, unless they are set', () => {
    expect(load().saleDefaults).toMatchObject({ placesPerNetwork: 0, holdsBeforeWait: 0 });
    expect(load(safe).saleDefaults).toMatchObject({ placesPerNetwork: 'auto', holdsBeforeWait: 2 });
    const set = { PLACES_PER_NETWORK: '50', HOLDS_BEFORE_WAIT: '0' };
    const { saleDefaults } = load({ ...safe, ...set });
    expect(saleDefaults).toMatchObject({ placesPerNetwork: 50, holdsBeforeWait: 0 });
    expect(() => load({ PLACES_PER_NETWORK: 'some' })).toThrow('PLACES_PER_NETWORK');
  });
});

describe('mails', () => {
  const SMTP_URL = 'smtps://shop:secret@mail.example.org:465';
  const MAIL_FROM = 'Shop <shop@example.org>';

  test('are kept in development, sent with a server, and in production there are none without one', () => {
    expect(load().mail).toMatchObject({ smtpUrl: null });
    expect(load(safe).mail).toBeNull();
    expect(load({ SMTP_URL: 'off' }).mail).toBeNull();
    expect(load({ ...safe, SMTP_URL, MAIL_FROM }).mail).toEqual({
      ...{ smtpUrl: SMTP_URL, from: MAIL_FROM, replyTo: null, locale: 'en' },
    });
  });

  test.each([
    [{ SMTP_URL }, 'MAIL_FROM'],
    [{ SMTP_URL: 'https://mail.example.org', MAIL_FROM }, 'SMTP_URL'],
    [{ MAIL_FROM: 'Shop' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'a@example.org\r\nBcc: b@example.org' }, 'MAIL_FROM'],
    [{ MAIL_LOCALE: 'fr' }, 'MAIL_LOCALE'],
    [{ MAIL_REPLY_TO: 'a@example.org, b@example.org' }, 'MAIL_REPLY_TO'],
  ])('are refused with %j', (source, name) => {
    expect(() => load(source)).toThrow(name);
  });
});

describe('precedence', () => {
  test('is environment, then file, then defaults; empty means not set', () => {
    const folder = mkdtempSync(join(nowhere, 'app-'));
    writeFileSync(
      join(folder, '.env'),
      'QUEUE_NAME=from-file\nBULLMQ_PREFIX=from-file\nBEND_PORT=\n',
    );
    writeFileSync(join(folder, '.env.docker'), 'QUEUE_NAME=from-docker\n');
    const env = loadEnv({ QUEUE_NAME: 'from-shell', BULLMQ_PREFIX: '' }, folder);
    expect([env.queueName, env.bullmqPrefix, env.bendPort]).toEqual([
      'from-shell',
      'from-file',
      4000,
    ]);
    expect(loadEnv({ ENV_FILE: '.env.docker' }, folder).queueName).toBe('from-docker');
  });

  test('finds the file at the root of the workspace and never above it', () => {
    const inside = join(nowhere, 'apps', 'api');
    mkdirSync(inside, { recursive: true });
    const above = mkdtempSync(join(tmpdir(), 'above-'));
    const root = join(above, 'workspace');
    mkdirSync(root);
    writeFileSync(join(root, 'nx.json'), '{}');
    writeFileSync(join(above, '.env'), 'QUEUE_NAME=of-another-project\n');
    expect(loadEnv({}, root).queueName).toBe('sale-processing-queue');
    writeFileSync(join(nowhere, '.env.test-root'), 'QUEUE_NAME=of-root\n');
    expect(loadEnv({ ENV_FILE: '.env.test-root' }, inside).queueName).toBe('of-root');
  });
});

describe('the database has several names', () => {
  test.each([
    [{ MONGO_URL: 'mongodb://old/a', MONGODB_URI: 'mongodb://new/b' }, 'mongodb://old/a', 'a'],
    [
      { MONGODB_URI: 'mongodb://new/b', MONGODB_URL: 'mongodb://x', MONGO_DB: 'c' },
      'mongodb://new/b',
      'b',
    ],
    [{ MONGODB_URL: 'mongodb://x:1', MONGO_DB: 'c' }, 'mongodb://x:1/c', 'c'],
    [{ MONGODB_URL: 'mongodb://x:1/' }, 'mongodb://x:1/flash_sale_db', 'flash_sale_db'],
    [
      { MONGODB_URI: 'mongodb://a:1,b:2/?replicaSet=rs0' },
      'mongodb://a:1,b:2/flash_sale_db?replicaSet=rs0',
      'flash_sale_db',
    ],
    [{ MONGODB_URI: 'mongodb+srv://u:p%40@h', MONGO_DB: 'd' }, 'mongodb+srv://u:p%40@h/d', 'd'],
    [{ MONGODB_URI: '', MONGODB_URL: 'mongodb://x' }, 'mongodb://x/flash_sale_db', 'flash_sale_db'],
  ])('%j', (source, uri, database) => {
    expect(load(source)).toMatchObject({ mongoUri: uri, mongoDb: database });
  });
});

describe('faults', () => {
  test('come all in one message, and without the secrets', () => {
    const wrong = {
      BEND_PORT: '70000',
      HOLD_TTL_SECONDS: '15m',
      REDIS_URL: 'http://:very-secret-word@x',
      CLIENT_ORIGINS: 'https://shop.example.org/path',
      NODE_ENV: 'staging',
      METRICS_TOKEN: 'short',
    };
    expect(() => load(wrong)).toThrow(
      /BEND_PORT(.|\n)*HOLD_TTL_SECONDS|HOLD_TTL_SECONDS(.|\n)*BEND_PORT/,
    );
    const message = messageOf(() => load(wrong));
    for (const name of Object.keys(wrong)) {
      expect(message).toContain(`- ${name}`);
    }
    expect(message).not.toContain('very-secret-word');
  });

  test.each([
    { BEND_PORT: '0x10' },
    { BEND_PORT: '4000.5' },
    { PORT_OFFSET: '-1' },
    { PORT_OFFSET: '62000' },
    { FAST_PASS_PERCENT: '101' },
    { CLIENT_ORIGINS: '*' },
    { CLIENT_ORIGINS: 'http://a.de,javascript:alert(1)' },
    { TRUSTED_PROXIES: 'everyone ; really' },
    { QUEUE_NAME: 'a:b' },
    { MONGODB_URI: 'postgres://x' },
    { ADMIN_SIGNUP: 'yes' },
  ])('refuses %j', (source) => {
    expect(() => load(source)).toThrow(Object.keys(source)[0]);
  });

  test('reads proxies as hops or as networks', () => {
    expect(load({ TRUSTED_PROXIES: '2' }).trustedProxies).toBe(2);
    expect(load({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
  });
});

describe('production', () => {
  test('sells by the sandbox, which takes no money, only when that is set explicitly', () => {
    const { PAYMENT_PROVIDER: _, ...silent } = safe;
    const message = messageOf(() => load(silent));
    expect(message).toMatch(/add this line: PAYMENT_PROVIDER=sandbox$/m);
    expect(load(safe).paymentProvider).toBe('sandbox');
    expect(load().paymentProvider).toBe('sandbox');
  });

  test('takes payments with Stripe once all three of its keys are there, and keeps them apart', () => {
    const stripe = {
      PAYMENT_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: 'sk_live_0123456789',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old',
    };
    expect(load({ ...safe, ...stripe }).stripe).toEqual({
      secretKey: 'sk_live_0123456789',
      publishableKey: 'pk_live_0123456789',
      webhookSecrets: ['whsec_new', 'whsec_old'],
      apiBase: null,
      scriptBase: null,
    });
    expect(load({ ...safe, ...stripe }).warnings).toEqual([]);
    const { warnings } = load({ ...safe, ...stripe, STRIPE_SECRET_KEY: 'sk_test_0123456789' });
    expect(warnings).toEqual([expect.stringContaining('STRIPE_SECRET_KEY is a test key')]);
    // Keys of a provider that was not chosen are kept for later.
    expect(load({ ...safe, ...stripe, PAYMENT_PROVIDER: 'sandbox' }).stripe).toBeNull();
    for (const name of Object.keys(stripe).slice(1)) {
      expect(messageOf(() => load({ ...stripe, [name]: undefined }))).toContain(name);
    }
    const swapped = { ...stripe, STRIPE_SECRET_KEY: 'pk_live_0123456789' };
    expect(messageOf(() => load(swapped))).toMatch(/STRIPE_SECRET_KEY must begin with sk_/);
    const elsewhere = { ...safe, ...stripe, STRIPE_API_BASE: 'https://pay.example.org' };
    expect(messageOf(() => load(elsewhere))).toContain('STRIPE_API_BASE');
    const here = { ...elsewhere, STRIPE_API_BASE: 'http://127.0.0.1:12111' };
    expect(load(here).stripe?.apiBase).toBe('http://127.0.0.1:12111');
    expect(load(here).stripe?.scriptBase).toBeNull();
    const { stripe: onADesk } = load({ ...here, NODE_ENV: 'development' });
    expect(onADesk?.scriptBase).toBe('http://127.0.0.1:12111');
  });

  test('starts with two good secrets', () => {
    expect(load(safe).isProduction).toBe(true);
    expect(
      load({ ...safe, JWT_SECRET_PREVIOUS: 'b'.repeat(4).concat(safe.JWT_SECRET) }),
    ).toBeTruthy();
  });

  test.each([
    ['REDIS_URL', undefined],
    ['REDIS_URL', 'redis://:redispass@10.0.0.5:6379'],
    ['REDIS_URL', 'redis://api:redispass@redis:6379'],
    ['REDIS_URL', 'redis-cluster://:redispass@a:7000,b:7000'],
    ['MONGODB_URI', undefined],
    ['MONGODB_URI', 'mongodb://root:example@db:27017/flash_sale_db?authSource=admin'],
    ['MONGODB_URI', 'mongodb://api:ex%61mple@db:27017/flash_sale_db'],
    ['MONGO_URL', 'mongodb://root:example@db:27017/flash_sale_db'],
  ])('refuses to start with the sample password of an engine (%s = %s)', (name, value) => {
    const faults = () => load({ ...safe, [name]: value });
    expect(faults).toThrow(/must not have the sample password in production/);
    expect(faults).not.toThrow(/redispass|:example/);
    expect(load({ [name]: value })).toBeTruthy();
  });

  test.each([
    ['BETTER_AUTH_URL', 'http://api.shop.example', 1],
    ['SITE_URL', 'http://10.0.0.7:4201', 1],
    ['ADMIN_URL', 'http://[2001:db8::1]', 1],
    ['NEXT_PUBLIC_API_URL', 'http://localhost.evil.example', 1],
    ['BETTER_AUTH_URL', 'https://api.shop.example', 0],
    ['BETTER_AUTH_URL', 'http://127.0.0.1:4000', 0],
    ['SITE_URL', 'http://[::1]:4201', 0],
  ])('warns of a public address without TLS (%s = %s: %i)', (name, url, count) => {
    const { warnings } = load({ ...safe, [name]: url });
    expect(warnings).toHaveLength(count);
    for (const warning of warnings) {
      expect(warning).toContain(name);
    }
    expect(load({ [name]: url }).warnings).toEqual([]);
  });

  test.each([
    ['BETTER_AUTH_SECRET', undefined],
    ['JWT_SECRET', undefined],
    ['BETTER_AUTH_SECRET', 'super-secret-change-in-prod'],
    ['JWT_SECRET', 'local-secret-local-secret-local-secret'],
    ['JWT_SECRET', 'change-me-change-me-change-me-change-me'],
    ['JWT_SECRET', 'a'.repeat(64)],
    ['JWT_SECRET', safe.JWT_SECRET.slice(1)],
    ['JWT_SECRET', safe.BETTER_AUTH_SECRET],
    ['JWT_SECRET_PREVIOUS', 'local-secret'],
    ['BETTER_AUTH_SECRET_PREVIOUS', safe.BETTER_AUTH_SECRET],
    ['JWT_SECRET_PREVIOUS', safe.JWT_SECRET],
    ['METRICS_TOKEN', safe.JWT_SECRET],
    ['ADMIN_SIGNUP', 'open'],
    ['PAYMENT_PROVIDER', undefined],
    ['PAYMENT_PROVIDER', 'stripe'],
  ])('refuses %s = %j', (name, value) => {
    const message = messageOf(() => load({ ...safe, [name]: value }));
    expect(message).toContain(name);
    if (value && value.length > 8) {
      expect(message).not.toContain(value);
    }
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was refused');
}
