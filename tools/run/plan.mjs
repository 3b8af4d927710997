import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
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

/** The addresses and log-ins of this run, for tools and people; private, since it holds passwords. */
export function createRunFile(dir) {
  const file = join(dir, 'run.json');
  return {
    file,
    write: (content) => writePrivate(file, content),
    remove: () => rmSync(file, { force: true }),
  };
}

export function describeRun({ places, engines, services, demo, secrets }) {
  const { apis, workers, sites } = places;
  const [admin, site] = sites;
  return {
    api: urlOf(apis[0]),
    admin: admin && urlOf(admin),
    site: site && urlOf(site),
    workerMetrics: `${urlOf(workers[0])}/metrics`,
    apis: apis.map(urlOf),
    workers: workers.map(urlOf),
    redis: engines.redis.url,
    mongo: engines.mongo.url,
    pids: pidsOf(services, engines),
    setupLink: findSetupLink(services),
    demo: demo && {
      ownerEmail: secrets.DEMO_OWNER_EMAIL,
      ownerPassword: secrets.DEMO_OWNER_PASSWORD,
      sales: demo.sales,
    },
  };
}

/** Without an owner the API prints a link that makes one; it would be lost in a log. */
function findSetupLink(services) {
  const links = services.map((service) => /Set-up link.*?(http\S+)/.exec(service.output())?.[1]);
  return links.find(Boolean);
}

function pidsOf(services, { redis, mongo }) {
  const own = services.map((service) => [service.name, service.pid()]);
  const engines = [redis, mongo].map(({ name, identity }) => [name, identity?.pid]);
  return Object.fromEntries([['start', process.pid], ...own, ...engines]);
}

/** One table: what runs, where, and how to get in. */
export function renderTable(run, { seconds, stop = 'Ctrl-C' } = {}) {
  const rows = [
    ['Shop', run.site],
    ['Admin', run.admin],
    ['API', run.api],
    ['API docs', `${run.api}/docs`],
    ['Worker', run.workerMetrics],
    ...run.apis.slice(1).map((url) => ['API', url]),
    ...run.workers.slice(1).map((url) => ['Worker', `${url}/metrics`]),
    ['Set-up link', run.setupLink],
    ...(run.demo ? [['Log-in', `${run.demo.ownerEmail} / ${run.demo.ownerPassword}`]] : []),
  ].filter(([, value]) => value);
  const width = Math.max(...rows.map(([label]) => label.length));
  const length = Math.max(...rows.map(([, value]) => value.length));
  const rule = `+${'-'.repeat(width + 2)}+${'-'.repeat(length + 2)}+`;
  const lines = rows.map(
    ([label, value]) => `| ${label.padEnd(width)} | ${value.padEnd(length)} |`,
  );
  return [
    rule,
    ...lines,
    rule,
    `Ready after ${seconds.toFixed(1)} s. ${stop} stops everything.`,
  ].join('\n');
}
