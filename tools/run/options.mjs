import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { root } from '../process/paths.mjs';

const flags = {
  'no-demo': { type: 'boolean', default: false },
  'no-sites': { type: 'boolean', default: false },
  api: { type: 'string', default: '1' },
  worker: { type: 'string', default: '1' },
};

/** Flags and ports of one run. An unknown flag or a value that is no number ends the run at once. */
export function readOptions(args, env) {
  const { values } = parseArgs({ args, options: flags, strict: true });
  const offset = count('PORT_OFFSET', env.PORT_OFFSET ?? '0', 0, 60_000);
  const place = (name, base) => ({
    host: env[`${name}_HOST`] || 'localhost',
    port: count(`${name}_PORT`, env[`${name}_PORT`] || base, 1, 65_535) + offset,
  });
  return {
    demo: !values['no-demo'],
    sites: !values['no-sites'],
    apiCount: count('--api', values.api, 1, 64),
    workerCount: count('--worker', values.worker, 1, 64),
    api: place('BEND', '4000'),
    // The worker's port answers questions about the inside, so it stays on this machine.
    worker: place('WORKER', '4001'),
    admin: place('ADMIN', '4200'),
    site: place('FEND', '4201'),
  };
}

function count(name, text, least, most) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

/** As the applications read it: the environment wins over the file, and empty counts as not set. */
export function readEnvironment(env = process.env) {
  const file = resolve(root, env.ENV_FILE || '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...withoutEmpty(fromFile), ...withoutEmpty(env) };
}

const withoutEmpty = (env) => Object.fromEntries(Object.entries(env).filter(([, value]) => value));

/** An address that listens everywhere is reached under this machine's own name. */
export function urlOf({ host, port }) {
  const isWildcard = host === '0.0.0.0' || host === '::';
  return `http://${isWildcard ? 'localhost' : host}:${port}`;
}
