import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writePrivate } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
import { findFreePort } from '../process/ports.mjs';
import { urlOf } from './options.mjs';

const next = join(root, 'node_modules/next/dist/bin/next');

/** Which processes run where. The first API and worker get the known ports, further ones free ones. */
export async function placeServices(options) {
  const apis = await spread('api', options.api, options.apiCount);
  const workers = await spread('worker', options.worker, options.workerCount);
  const sites = options.sites
    ? [
        { name: 'admin-web', ...options.admin },
        { name: 'site-web', ...options.site },
      ]
    : [];
  return { apis, workers, sites };
}

async function spread(name, first, count) {
  const places = [{ name, ...first }];
  while (places.length < count) {
    const port = await findFreePort();
    places.push({ name: `${name}-${places.length + 1}`, host: first.host, port });
  }
  return places;
}

export const knownPorts = ({ apis, workers, sites }) =>
  [apis[0], workers[0], ...sites].map(({ name, port }) => ({ what: name, port }));

/** In the order in which they start: API and worker before the sites. */
export function describeServices({ apis, workers, sites }, env, engines) {
  const app = (kind) => (place) => ({
    name: place.name,
    argv: [process.execPath, '--enable-source-maps', join(root, `dist/apps/${kind}/main.mjs`)],
    env: { ...env, ...loginsFor(kind, { env, engines }), ...listenAt(kind, place) },
    readyUrl: `${urlOf(place)}${kind === 'api' ? '/readyz' : '/livez'}`,
  });
  const site = (place) => ({
    name: place.name,
    argv: [
      process.execPath,
      next,
      'start',
      '-p',
      String(place.port),
      '-H',
      place.host,
      directory(place),
    ],
    // The sites are production builds, whatever the API runs as.
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    readyUrl: `${urlOf(place)}/`,
  });
  return [...apis.map(app('api')), ...workers.map(app('worker')), ...sites.map(site)];
}

const directory = ({ name }) => join(root, 'apps', name);

const listenAt = (kind, { host, port }) =>
  kind === 'api' ? { BEND_HOST: host, BEND_PORT: String(port) } : { WORKER_PORT: String(port) };

/** The environment of every process of this run. The user's values win over those derived here. */
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
  if (mongo.source.kind === 'url') {
    return servers;
  }
  const { MONGO_URL, MONGODB_URL, MONGO_DB, ...rest } = servers;
  return { ...rest, MONGODB_URI: mongo.url };
}

/**
 * The environment of the API or the worker only: its own users of the engines. Servers that the user
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

/** Drawn once and kept: a restart must not end all sessions, nor change the demo's log-in. */
export function keepSecrets(dir) {
  const file = join(dir, 'secrets.json');
  const secrets = {
    BETTER_AUTH_SECRET: randomBytes(32).toString('hex'),
    JWT_SECRET: randomBytes(32).toString('hex'),
    DEMO_OWNER_EMAIL: 'owner@flash.test',
    DEMO_OWNER_PASSWORD: randomBytes(9).toString('base64url'),
    ...readJson(file),
  };
  writePrivate(file, secrets);
  return secrets;
}
