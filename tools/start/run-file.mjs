import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../process/files.mjs';
import { urlOf } from './options.mjs';

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
