import { variables } from './variables.ts';

interface Guarded {
  NODE_ENV: string;
  ADMIN_SIGNUP: string;
  BETTER_AUTH_SECRET: string;
  JWT_SECRET: string;
  JWT_SECRET_PREVIOUS?: string | undefined;
  METRICS_TOKEN?: string | undefined;
}

const secretNames = [
  'BETTER_AUTH_SECRET',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
  'METRICS_TOKEN',
] as const;
const SECRET_LENGTH_MIN = 32;

/** What may be convenient on a desk and must not be in production. */
export function productionFaults(env: Guarded): string[] {
  if (env.NODE_ENV !== 'production') return [];
  const faults: string[] = [];
  if (env.ADMIN_SIGNUP === 'open') faults.push('ADMIN_SIGNUP must not be open in production');
  const seen = new Map<string, string>();
  for (const name of secretNames) {
    const secret = env[name];
    if (secret === undefined) continue;
    if (isSample(secret)) faults.push(`${name} must not be the sample value in production`);
    else if (secret.length < SECRET_LENGTH_MIN && name !== 'METRICS_TOKEN') {
      faults.push(`${name} must have at least ${SECRET_LENGTH_MIN} characters in production`);
    }
    const twin = seen.get(secret);
    if (twin) faults.push(`${name} must differ from ${twin}`);
    seen.set(secret, name);
  }
  return faults;
}

/** Also with something hung on to it, which is how a sample gets past a length check. */
function isSample(secret: string): boolean {
  const samples = [variables.BETTER_AUTH_SECRET.default, variables.JWT_SECRET.default];
  const lower = secret.toLowerCase();
  const repeated = new Set(lower).size < 8;
  return repeated || samples.some((sample) => lower.includes(sample)) || /change.?me/.test(lower);
}
