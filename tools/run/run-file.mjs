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
