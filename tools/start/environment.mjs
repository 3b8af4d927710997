import { join } from 'node:path';
import { urlOf } from './options.mjs';

/** What every process of this run is told. What the user set wins over what is derived here. */
export function environmentFor({ env, options, dir, secrets, engines, apis }) {
  const api = urlOf(options.api);
  const defaults = {
    NODE_ENV: 'development',
    BETTER_AUTH_URL: api,
    NEXT_PUBLIC_API_URL: api,
    CLIENT_ORIGINS: originsOf(options, apis).join(','),
    ...secrets,
  };
  return {
    ...defaults,
    ...withServers(env, engines),
    DATA_DIR: dir,
    ...ports(options),
    // The ports above have it in them already.
    PORT_OFFSET: '0',
    // It was read for this run; read again, it could win over a server that was found.
    ENV_FILE: join(dir, 'none.env'),
  };
}

/** Servers that the user named stay named as they were, those that were found get their address. */
function withServers(env, { redis, mongo }) {
  const servers = { ...env, REDIS_URL: redis.url };
  if (mongo.source.kind === 'url') return servers;
  const { MONGO_URL, MONGODB_URL, MONGO_DB, ...rest } = servers;
  return { ...rest, MONGODB_URI: mongo.url };
}

/**
 * What only the API or only the worker is told: its own users of the engines. Servers that the user
 * named have the users that were named with them; so has a queue under another prefix, whose keys
 * these users may not touch.
 */
export function loginsFor(kind, { env, engines: { redis, mongo } }) {
  const isOwnPrefix = /^(?:flashsale|\{flashsale\})?$/.test(env.BULLMQ_PREFIX ?? '');
  return {
    ...(redis.logins && isOwnPrefix ? { REDIS_URL: redis.logins[kind] } : {}),
    ...(mongo.logins ? { MONGODB_URI: mongo.logins[kind] } : {}),
  };
}

function ports({ api, worker, admin, site }) {
  return {
    BEND_HOST: api.host,
    BEND_PORT: String(api.port),
    WORKER_PORT: String(worker.port),
    ADMIN_HOST: admin.host,
    ADMIN_PORT: String(admin.port),
    FEND_HOST: site.host,
    FEND_PORT: String(site.port),
  };
}

const originsOf = ({ admin, site }, apis) => [...apis, admin, site].map(urlOf);
