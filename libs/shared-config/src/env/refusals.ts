import { parseRedisUrl } from '../redis/address.ts';
import { variables } from './variables.ts';

interface Guarded {
  NODE_ENV: string;
  ADMIN_SIGNUP: string;
  PAYMENT_PROVIDER?: string | undefined;
  BETTER_AUTH_SECRET: string;
  BETTER_AUTH_SECRET_PREVIOUS?: string | undefined;
  JWT_SECRET: string;
  JWT_SECRET_PREVIOUS?: string | undefined;
  METRICS_TOKEN?: string | undefined;
}

const secretNames = [
  'BETTER_AUTH_SECRET',
  'BETTER_AUTH_SECRET_PREVIOUS',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
  'METRICS_TOKEN',
] as const;
const SECRET_LENGTH_MIN = 32;

const NO_PROVIDER =
  'PAYMENT_PROVIDER is not set. To take payments with Stripe, set it to stripe and add the keys. To sell without taking money, add this line: PAYMENT_PROVIDER=sandbox';

/** What may be convenient on a desk and must not be in production. */
export function productionFaults(env: Guarded): string[] {
  if (env.NODE_ENV !== 'production') {
    return [];
  }
  const faults: string[] = [];
  if (env.ADMIN_SIGNUP === 'open') {
    faults.push('ADMIN_SIGNUP must not be open in production');
  }
  if (env.PAYMENT_PROVIDER === undefined) {
    faults.push(NO_PROVIDER);
  }
  const seen = new Map<string, string>();
  for (const name of secretNames) {
    const secret = env[name];
    if (secret === undefined) {
      continue;
    }
    if (isSample(secret)) {
      faults.push(`${name} must not be the sample value in production`);
    } else if (secret.length < SECRET_LENGTH_MIN && name !== 'METRICS_TOKEN') {
      faults.push(`${name} must have at least ${SECRET_LENGTH_MIN} characters in production`);
    }
    const twin = seen.get(secret);
    if (twin) {
      faults.push(`${name} must differ from ${twin}`);
    }
    seen.set(secret, name);
  }
  return faults;
}

interface Provider {
  NODE_ENV: string;
  PAYMENT_PROVIDER?: string | undefined;
  STRIPE_SECRET_KEY?: string | undefined;
  STRIPE_PUBLISHABLE_KEY?: string | undefined;
  STRIPE_WEBHOOK_SECRET?: string[] | undefined;
  STRIPE_API_BASE?: string | undefined;
}

const stripeNames = [
  'STRIPE_SECRET_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_WEBHOOK_SECRET',
] as const;

/** A provider without its keys could take no payment at all. */
export function providerFaults(env: Provider): string[] {
  if (env.PAYMENT_PROVIDER !== 'stripe') {
    return [];
  }
  const faults = stripeNames
    .filter((name) => env[name] === undefined)
    .map((name) => `${name} is missing: PAYMENT_PROVIDER=stripe needs it`);
  if (env.STRIPE_SECRET_KEY !== undefined && !/^[sr]k_/.test(env.STRIPE_SECRET_KEY)) {
    faults.push('STRIPE_SECRET_KEY must begin with sk_ or rk_');
  }
  if (env.STRIPE_PUBLISHABLE_KEY !== undefined && !/^pk_/.test(env.STRIPE_PUBLISHABLE_KEY)) {
    faults.push('STRIPE_PUBLISHABLE_KEY must begin with pk_');
  }
  const base = env.STRIPE_API_BASE;
  if (env.NODE_ENV === 'production' && base !== undefined && !isLoopback(new URL(base))) {
    faults.push('STRIPE_API_BASE must be an address on the same machine in production');
  }
  return faults;
}

/** No server takes mail without a sender, and an invented one would be refused or marked as spam. */
export function mailFaults(env: { SMTP_URL?: string | undefined; MAIL_FROM?: string | undefined }) {
  const sends = env.SMTP_URL !== undefined && env.SMTP_URL !== 'off';
  return sends && env.MAIL_FROM === undefined ? ['MAIL_FROM must be set where SMTP_URL is'] : [];
}

interface Engines {
  NODE_ENV: string;
  REDIS_URL: string;
  /** As it results from the variables of MongoDB, whichever of them were set. */
  mongoUri: string;
}

/** The passwords of the development engines are printed in this project, so they are none. */
export function engineFaults(env: Engines): string[] {
  if (env.NODE_ENV !== 'production') {
    return [];
  }
  const samples = {
    redis: parseRedisUrl(variables.REDIS_URL.default)?.password,
    mongo: passwordOf(variables.MONGODB_URI.default),
  };
  const fault = 'must not have the sample password in production';
  return [
    ...(parseRedisUrl(env.REDIS_URL)?.password === samples.redis ? [`REDIS_URL ${fault}`] : []),
    ...(passwordOf(env.mongoUri) === samples.mongo ? [`MONGODB_URI ${fault}`] : []),
  ];
}

function passwordOf(uri: string): string {
  const [, password = ''] = /^[^/]*\/\/[^:@/]*:([^@/]*)@/.exec(uri) ?? [];
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

interface Addresses {
  NODE_ENV: string;
  BETTER_AUTH_URL?: string | undefined;
  NEXT_PUBLIC_API_URL?: string | undefined;
  SITE_URL?: string | undefined;
  ADMIN_URL?: string | undefined;
  PAYMENT_PROVIDER?: string | undefined;
  STRIPE_SECRET_KEY?: string | undefined;
}

const addressNames = ['BETTER_AUTH_URL', 'NEXT_PUBLIC_API_URL', 'SITE_URL', 'ADMIN_URL'] as const;

/** Not refused, because a private network or a test may want it. */
export function productionWarnings(env: Addresses): string[] {
  if (env.NODE_ENV !== 'production') {
    return [];
  }
  const isTestKey =
    env.PAYMENT_PROVIDER === 'stripe' && /^[sr]k_test_/.test(env.STRIPE_SECRET_KEY ?? '');
  return [
    ...(isTestKey
      ? ['STRIPE_SECRET_KEY is a test key: orders are confirmed and no money is taken.']
      : []),
    ...addressWarnings(env),
  ];
}

function addressWarnings(env: Addresses): string[] {
  return addressNames.flatMap((name) => {
    const url = env[name];
    if (url === undefined || !isOpenToReaders(new URL(url))) {
      return [];
    }
    return [
      `${name} is an http address: session and ticket cookies travel readable and are not Secure. Put TLS in front and name the https address.`,
    ];
  });
}

const isOpenToReaders = (url: URL) => url.protocol === 'http:' && !isLoopback(url);

const isLoopback = ({ hostname }: URL) => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

/** Also with something hung on to it, which is how a sample gets past a length check. */
function isSample(secret: string): boolean {
  const samples = [variables.BETTER_AUTH_SECRET.default, variables.JWT_SECRET.default];
  const lower = secret.toLowerCase();
  const repeated = new Set(lower).size < 8;
  return repeated || samples.some((sample) => lower.includes(sample)) || /change.?me/.test(lower);
}
