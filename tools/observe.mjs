// npm run observe: Prometheus on 9090, and where Grafana is installed that on 3000, for what `npm start` runs here.
//   npm run observe -- --api http://10.0.0.5:4000,http://10.0.0.6:4000 --worker http://10.0.0.7:4001
// PORT_OFFSET moves both ports. What was measured stays in .data/observe.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { findOnPath } from './engines/binary.mjs';
import { findProgram } from './engines/programs.mjs';
import { lastLines } from './process/children.mjs';
import { readJson } from './process/files.mjs';
import { dataDir, root } from './process/paths.mjs';
import { isTaken } from './process/ports.mjs';
import { fatal, waitFor } from './process/wait.mjs';
import { readEnvironment } from './run/options.mjs';

const PROMETHEUS_PORT = 9090;
const GRAFANA_PORT = 3000;
const READY_MS = 30_000;

/** The configuration of the containers, with these processes to ask and the rules of this checkout. */
export function configFor({ apis, workers, scrapeSeconds }) {
  const config = parse(readFileSync(join(root, 'infra/prometheus/prometheus.yml'), 'utf8'));
  const hosts = { api: apis, worker: workers };
  for (const job of config.scrape_configs) {
    const targets = hosts[job.job_name].map((url) => new URL(url).host);
    job.static_configs = [{ targets }];
  }
  if (scrapeSeconds) {
    config.global = {
      scrape_interval: `${scrapeSeconds}s`,
      evaluation_interval: `${scrapeSeconds}s`,
    };
  }
  config.rule_files = [join(root, 'infra/prometheus/rules.yml')];
  return stringify(config);
}

/** Starts a Prometheus of its own under `dir` and answers `{ url, child }` when it takes queries. */
export async function startPrometheus({ file, dir, port, config }) {
  mkdirSync(dir, { recursive: true });
  const configFile = join(dir, 'prometheus.yml');
  writeFileSync(configFile, config);
  const child = spawnLogged(
    [
      file,
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      '--storage.tsdb.retention.time=15d',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { log: join(dir, 'prometheus.log') },
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(child, `${url}/-/ready`, join(dir, 'prometheus.log'));
  return { url, child };
}

/** Anonymous readers on loopback; dashboards and data source come from the checkout. */
async function startGrafana({ file, dir, port, prometheusUrl }) {
  mkdirSync(dir, { recursive: true });
  const log = join(dir, 'grafana.log');
  const home = process.env.GF_PATHS_HOME || '/usr/share/grafana';
  const args = file.endsWith('-server') ? [] : ['server'];
  const child = spawnLogged([file, ...args, `--homepath=${home}`], {
    log,
    env: {
      ...process.env,
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_PATHS_DATA: join(dir, 'data'),
      GF_PATHS_LOGS: dir,
      GF_PATHS_PROVISIONING: join(root, 'infra/grafana/provisioning'),
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      PROMETHEUS_URL: prometheusUrl,
      DASHBOARDS_DIR: join(root, 'infra/grafana/dashboards'),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(child, `${url}/api/health`, log);
  return { url, child };
}

function spawnLogged([file, ...args], { log, env = process.env }) {
  const output = openSync(log, 'a', 0o600);
  const child = spawn(file, args, { env, stdio: ['ignore', output, output] });
  closeSync(output);
  return child;
}

async function answers(child, url, log) {
  let failure;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure ??= signal ?? `code ${code}`;
  });
  const isReady = async () => {
    if (failure) {
      throw fatal(`it ended (${failure}). ${log}:\n${lastLines(log)}`);
    }
    return (await fetch(url)).ok;
  };
  await waitFor(isReady, { timeoutMs: READY_MS, everyMs: 100, what: `${url} (${log})` });
}

/** Which processes to ask: those that were named, else those that run on this data. */
function processesIn(values, dir) {
  const run = readJson(join(dir, 'run.json'));
  const list = (text, found) => text?.split(',') ?? found ?? [];
  const apis = list(values.api, run?.apis);
  const workers = list(values.worker, run?.workers);
  if (apis.length === 0 || workers.length === 0) {
    throw new Error(
      'Nothing runs on this data. → npm start in another terminal, or name --api and --worker.',
    );
  }
  return { apis, workers };
}

async function freePort(port, what) {
  if (await isTaken(port)) {
    throw new Error(`Port ${port} (${what}) is in use. → PORT_OFFSET=100 npm run observe`);
  }
  return port;
}

async function main() {
  const say = (line) => console.log(`[observe] ${line}`);
  const options = { api: { type: 'string' }, worker: { type: 'string' } };
  const { values } = parseArgs({ options });
  const env = readEnvironment();
  const offset = Number(env.PORT_OFFSET ?? 0);
  const processes = processesIn(values, dataDir(env));
  const dir = resolve(dataDir(env), 'observe');
  const children = [];
  const end = (code) => {
    process.exitCode = code;
    for (const child of children) {
      child.kill('SIGTERM');
    }
  };
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.once(name, () => end(0));
  }

  const { source } = await findProgram('prometheus', { env: process.env, log: say });
  const prometheus = await startPrometheus({
    file: source.path,
    dir: join(dir, 'prometheus'),
    port: await freePort(PROMETHEUS_PORT + offset, 'Prometheus'),
    config: configFor(processes),
  });
  children.push(prometheus.child);
  say(`Prometheus: ${prometheus.url}/alerts`);
  const file = ['grafana-server', 'grafana'].map((name) => findOnPath(name)).find(Boolean);
  if (file) {
    const grafana = await startGrafana({
      file,
      dir: join(dir, 'grafana'),
      port: await freePort(GRAFANA_PORT + offset, 'Grafana'),
      prometheusUrl: prometheus.url,
    });
    children.push(grafana.child);
    say(`Grafana: ${grafana.url}/d/flash-sale`);
  } else {
    say('Grafana is not installed; its dashboards are in infra/grafana/dashboards');
  }
  for (const child of children) {
    child.once('exit', () => end(process.exitCode ?? 1));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main();
  } catch (error) {
    console.error(`[observe] ${error.message}`);
    process.exit(1);
  }
}
