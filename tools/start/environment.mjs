import { urlOf } from './options.mjs';

/** What every process of this run is told. What the user set wins over what is derived here. */
export function environmentFor({ env, options, dir, secrets, engines, apis }) {
  const api = urlOf(options.api);
  const derived = {
    NODE_ENV: 'development',
    BETTER_AUTH_URL: api,
    NEXT_PUBLIC_API_URL: api,
    CLIENT_ORIGINS: originsOf(options, apis).join(','),
    ...secrets,
  };
  return {
    ...withoutMongoAliases(env),
    ...Object.fromEntries(
      Object.entries(derived).map(([name, value]) => [name, env[name] || value]),
    ),
    REDIS_URL: engines.redis.url,
    MONGODB_URI: engines.mongo.url,
    DATA_DIR: dir,
    ...ports(options),
    // The ports above have it in them already.
    PORT_OFFSET: '0',
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

/** One of them would win over the address of the server that was just found. */
function withoutMongoAliases({ MONGO_URL, MONGODB_URL, MONGO_DB, ...rest }) {
  return rest;
}
