import { join } from 'node:path';
import { root } from '../paths.mjs';
import { findFreePort } from '../process/ports.mjs';
import { loginsFor } from './environment.mjs';
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

/** In the order in which they start: who answers requests comes before who shows pages. */
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
