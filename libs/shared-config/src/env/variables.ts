import { defaultTerms, saleBounds } from '@flash/shared-types';
import { z } from 'zod';
import { isRedisUrl } from '../redis/address.ts';
import {
  host,
  integer,
  mailbox,
  name,
  optionalVariable,
  origins,
  percent,
  port,
  proxies,
  secret,
  secrets,
  smtp,
  text,
  url,
  variable,
} from './variable.ts';

const mongoUrl = z.string().regex(/^mongodb(?:\+srv)?:\/\/[^/\s]+/, 'must be a mongodb:// address');
const redisUrl = z
  .string()
  .refine(isRedisUrl, 'must be a redis://, redis-cluster:// or redis-sentinel:// address');

/**
 * In the development containers every request comes from one gateway address, a load test's 2,000
 * buyers too. Production counts by the defaults.
 */
const everyone = '1000000';

/** Every variable of the project, in the order in which people read about them. */
export const variables = {
  BETTER_AUTH_SECRET: variable(
    secret,
    'super-secret-change-in-prod',
    'Signs sessions. Refused in production as it stands here, when shorter than 32 characters, or when equal to another secret.',
  ),
  BETTER_AUTH_SECRET_PREVIOUS: optionalVariable(
    secret,
    '–',
    'The session secret before the last change: sessions and second factors from then still hold.',
  ),
  BETTER_AUTH_URL: optionalVariable(
    url,
    "(the API's own address)",
    'Address under which people reach the API. Cookies are Secure when it is https.',
    { docker: 'http://localhost:4000' },
  ),
  JWT_SECRET: variable(
    secret,
    'local-secret',
    'Signs tickets. Refused in production like the above.',
  ),
  JWT_SECRET_PREVIOUS: optionalVariable(
    secret,
    '–',
    'The ticket secret before the last change: tickets signed with it still hold.',
  ),
  CLIENT_ORIGINS: optionalVariable(
    origins,
    '(the three addresses as run: http://localhost:4000,http://localhost:4200,http://localhost:4201)',
    'Sites whose pages may call the API, exactly.',
    { docker: 'http://localhost:4000,http://localhost:4200,http://localhost:4201' },
  ),
  MONGODB_URI: variable(
    mongoUrl,
    'mongodb://root:example@localhost:27017/flash_sale_db?authSource=admin',
    'MongoDB, in full. It has to be a replica set, if of one member.',
    'mongodb://root:example@mongo:27017/flash_sale_db?authSource=admin',
  ),
  MONGODB_URL: optionalVariable(
    mongoUrl,
    'mongodb://mongo:27017',
    'The same in two parts, used with MONGO_DB when MONGODB_URI is not set.',
  ),
  MONGO_DB: optionalVariable(
    name,
    'flash_sale_db',
    'Name of the database; taken from MONGODB_URI when that is set.',
  ),
  MONGO_URL: optionalVariable(mongoUrl, '–', 'Old name of MONGODB_URI; wins when it is set.'),
  REDIS_URL: variable(
    redisUrl,
    'redis://:redispass@localhost:6379',
    'Redis. Also `redis-cluster://:password@a:7000,b:7000` and `redis-sentinel://:password@a:26379,b:26379/name`; rediss for TLS.',
    'redis://:redispass@redis:6379',
  ),
  DURABILITY: variable(
    z.enum(['aof', 'ha'], 'must be aof or ha'),
    'aof',
    'API: when a place in line is told. aof: once Redis has it, which is as safe as its append-only file. ha: once a replica has it, too; needs a primary with replicas, best with sentinels.',
  ),
  QUEUE_NAME: variable(name, 'sale-processing-queue', 'Name of the BullMQ queue.'),
  BULLMQ_PREFIX: variable(
    name,
    'flashsale',
    'Prefix of the BullMQ keys. On a cluster it is put in braces.',
  ),
  PAYMENT_PROVIDER: optionalVariable(
    z.enum(['sandbox', 'stripe'], 'must be sandbox or stripe'),
    '(sandbox outside production)',
    'Who takes the payments. `sandbox` takes no money; production uses it only when it is named here. `stripe` needs the three variables that follow.',
  ),
  STRIPE_SECRET_KEY: optionalVariable(
    secret,
    '–',
    'Key with which API and worker call Stripe: `sk_…`, or a restricted `rk_…` that may write PaymentIntents and Refunds and read Charges and Disputes.',
  ),
  STRIPE_PUBLISHABLE_KEY: optionalVariable(
    secret,
    '–',
    "Key for Stripe's script in the buyers' browsers: `pk_…`.",
  ),
  STRIPE_WEBHOOK_SECRET: optionalVariable(
    secrets,
    '–',
    'Secrets that sign what Stripe sends to `/webhooks/stripe`: `whsec_…`, several separated by commas while one replaces another.',
  ),
  STRIPE_API_BASE: optionalVariable(
    url,
    '–',
    'Another server that answers as Stripe does, for tests. Production takes only an address on the same machine, and gives buyers the script of Stripe itself.',
  ),
  HOLD_TTL_SECONDS: variable(
    integer(saleBounds.holdTtlSeconds.min, saleBounds.holdTtlSeconds.max),
    String(defaultTerms.holdTtlSeconds),
    'Default of a sale: seconds for which a unit is held. 600 to 900 is usual.',
  ),
  WORKER_CONCURRENCY: variable(integer(1, 1_000), '10', 'BullMQ jobs (sales) at once in a worker.'),
  CRITICAL_LOCK_TTL_MS: variable(
    integer(50, 60_000),
    '750',
    'Milliseconds for which the lock on handing out units lasts. 200 is usual with a local Redis.',
  ),
  FAST_PASS_PERCENT: variable(
    percent,
    String(defaultTerms.fastPassPercent),
    'Default of a sale: the last part of the stock, in percent, of which each unit is checked with MongoDB first.',
  ),
  BEND_HOST: variable(host, 'localhost', 'API: host it listens on.', '0.0.0.0'),
  BEND_PORT: variable(port, '4000', 'API: port.'),
  FEND_HOST: variable(host, 'localhost', "Customer's site: host.", '0.0.0.0'),
  FEND_PORT: variable(port, '4201', "Customer's site: port; 3000 in its container.", '3000'),
  ADMIN_HOST: variable(host, 'localhost', "Admin's site: host.", '0.0.0.0'),
  ADMIN_PORT: variable(port, '4200', "Admin's site: port; 3000 in its container.", '3000'),
  WORKER_HOST: variable(
    host,
    '127.0.0.1',
    'Worker: host on which its metrics and health are served.',
    '0.0.0.0',
  ),
  WORKER_PORT: variable(port, '4001', 'Worker: port of its metrics and health.'),
  NEXT_PUBLIC_API_URL: optionalVariable(
    url,
    '(http://BEND_HOST:BEND_PORT)',
    'The API as the browser sees it; read when a site starts, not when it is built.',
    { docker: 'http://localhost:4000' },
  ),
  SITE_URL: optionalVariable(
    url,
    '(http://FEND_HOST:FEND_PORT)',
    "Address under which people reach the customer's site.",
    { docker: 'http://localhost:4201' },
  ),
  ADMIN_URL: optionalVariable(
    url,
    '(http://ADMIN_HOST:ADMIN_PORT)',
    "Address under which people reach the admin's site; invitations link there.",
    { docker: 'http://localhost:4200' },
  ),
  API_INTERNAL_URL: optionalVariable(
    url,
    '(NEXT_PUBLIC_API_URL)',
    "The API as the customer's site reaches it from its own server, for first HTML and pages without JavaScript.",
    { docker: 'http://api:4000' },
  ),
  SITE_IMPRINT: optionalVariable(
    text,
    '–',
    "Text of the customer's site's imprint; `\\n` makes a new line.",
  ),
  SITE_PRIVACY: optionalVariable(text, '–', 'Text of its privacy note.'),
  SITE_ACCESSIBILITY: optionalVariable(text, '–', 'Text that follows its accessibility statement.'),
  NODE_ENV: variable(
    z.enum(['development', 'test', 'production']),
    'development',
    'production refuses sample secrets and unsafe engines.',
  ),
  GIT_COMMIT: optionalVariable(
    z.string().regex(/^[0-9a-f]{7,40}(?:-dirty)?$/, 'must be the hash of a commit'),
    '(of the checkout)',
    'Commit that is built, where there is no git: `docker build --build-arg GIT_COMMIT=…`. /health and metrics tell it.',
  ),
  NX_DAEMON: optionalVariable(
    z.enum(['true', 'false']),
    '–',
    'Of the build tool; false in containers.',
    { docker: 'false' },
  ),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'info',
    'Least important log line that is written.',
  ),
  ADMIN_SIGNUP: variable(
    z.enum(['token', 'open']),
    'token',
    'token: the set-up link makes the owner, invitations the rest. open: every sign-up on the admin site makes an owner; for tests and load runs, refused in production.',
  ),
  METRICS_TOKEN: optionalVariable(
    z.string().regex(/^[\x21-\x7e]{16,200}$/, 'must be 16 to 200 characters without spaces'),
    '–',
    'Bearer token that opens /metrics to addresses that are not private.',
  ),
  TRUSTED_PROXIES: optionalVariable(
    proxies,
    '(none)',
    'Proxies in front of the API: how many, or their addresses and networks. Only they may say where a request came from.',
  ),
  PORT_OFFSET: variable(
    integer(0, 60_000),
    '0',
    'Added to every port listened on, so that two copies can run; never to ports inside addresses.',
  ),
  DATA_DIR: variable(
    z.string().min(1).max(1_000),
    '.data',
    'Where private engines, logs and log-ins of a local run are kept.',
    '/data',
  ),
  ENV_FILE: variable(
    z.string().min(1).max(1_000),
    '.env',
    'File that is read below the environment and above the defaults; .env.docker in containers.',
  ),
  RESTORE_GRACE_MS: variable(
    integer(0, 600_000),
    '10000',
    'After a loss of Redis: how long only places from before it are served, in milliseconds.',
  ),
  RETENTION_DAYS: variable(
    integer(1, 3_650),
    '30',
    'Days after which an archived sale forgets who its buyers were.',
  ),
  ACCOUNT_RETENTION_DAYS: variable(
    integer(30, 3_650),
    '730',
    'Days after which an account that was not used is deleted; not of members, nor with orders that still name it.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalVariable(
    url,
    '(off)',
    'Where API and worker send traces: OTLP over HTTP as JSON, to `/v1/traces` under this address.',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optionalVariable(
    url,
    '(OTEL_EXPORTER_OTLP_ENDPOINT)',
    'The same with the whole path; wins when it is set.',
  ),
  OTEL_SDK_DISABLED: variable(
    z.enum(['true', 'false']),
    'false',
    'true: no traces, whatever else is set.',
  ),
  ALERT_WEBHOOK_URL: optionalVariable(
    url,
    '(off)',
    'Where workers post what a person has to look at: JSON whose `text` Slack and the like show. A secret.',
  ),
  SMTP_URL: optionalVariable(
    smtp,
    '(in development mails are kept, in production there are none)',
    'The server that mails leave by: `smtp://user:password@host:587` or `smtps://…:465`. A secret. Needs MAIL_FROM. `off`: no mail at all. Set it for the API and the workers alike.',
  ),
  MAIL_FROM: optionalVariable(
    mailbox,
    '–',
    'Sender of mails: `shop@example.org` or `Shop <shop@example.org>`.',
  ),
  MAIL_REPLY_TO: optionalVariable(mailbox, '(MAIL_FROM)', 'Where answers to mails go.'),
  WEBHOOK_ALLOW_PRIVATE: variable(
    z.enum(['true', 'false']),
    'false',
    'true: webhooks may go to private and loopback addresses, and over http in production.',
  ),
  MAIL_LOCALE: variable(
    z.enum(['en', 'de', 'ar'], 'must be en, de or ar'),
    'en',
    'Language of order and refund mails to buyers who did not ask for mail about their place.',
  ),
  PLACES_PER_NETWORK: optionalVariable(
    z.union([
      z.literal('auto'),
      integer(saleBounds.placesPerNetwork.min, saleBounds.placesPerNetwork.max),
    ]),
    '(auto in production, else 0)',
    'Default of a sale: places that one address may have in its line at once. auto: 2 % of the stock and at least 20; 0: no limit.',
  ),
  HOLDS_BEFORE_WAIT: optionalVariable(
    integer(saleBounds.holdsBeforeWait.min, saleBounds.holdsBeforeWait.max),
    '(2 in production, else 0)',
    'Default of a sale: reservations that a buyer may leave or let run out before having to wait; 0: no wait.',
  ),
  RATE_LIMIT_ADDRESS_JOINS: variable(
    integer(1, 1_000_000),
    '200',
    'Joins in 10 s from one address (IPv6: one /64).',
    everyone,
  ),
  RATE_LIMIT_ADDRESS_POLLS: variable(
    integer(1, 1_000_000),
    '400',
    'Personal reads in 1 s from one address.',
    everyone,
  ),
  RATE_LIMIT_ADDRESS_STREAMS: variable(
    integer(1, 1_000_000),
    '200',
    'Open streams from one address.',
    everyone,
  ),
  API_BASE: optionalVariable(url, 'http://api:4000', 'Load test: the API.'),
  FLASH_SALE_DURATION: variable(integer(1, 86_400), '600', 'Load test: seconds its sale lasts.'),
  STARTING_QUANTITY: variable(integer(1, 10_000_000), '1000', 'Load test: units of its sale.'),
  POLLING_INTERVAL: variable(
    z.string().regex(/^\d{1,4}(?:\.\d{1,3})?$/, 'must be a number of seconds'),
    '5',
    'Load test: seconds between two polls.',
  ),
};
