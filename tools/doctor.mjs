// npm run doctor [-- --json]: what would be used on this machine, and what is missing.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from './engines/binary.mjs';
import { withClient } from './engines/mongo.mjs';
import { catalogue, providers } from './engines/pair.mjs';
import { chromium, chromiumProviders, k6, k6Providers } from './engines/programs.mjs';
import { hostsOf, predictFirst } from './engines/providers.mjs';
import { isRunning } from './process/lock.mjs';
import { dataDir, root } from './process/paths.mjs';
import { canConnect, isTaken } from './process/ports.mjs';
import { isStale } from './run/install.mjs';
import { readEnvironment, readOptions } from './run/options.mjs';
import { knownPorts, placeServices } from './run/plan.mjs';

const env = readEnvironment();
const findings = await examine({ env, options: readOptions([], env) });
const isMissing = ({ ok, needed = true }) => !ok && needed;

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ ok: !findings.some(isMissing), findings }, null, 2));
} else {
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const finding of findings) {
    const mark = finding.ok ? 'ok  ' : isMissing(finding) ? 'FAIL' : 'warn';
    console.log(`${mark}  ${finding.what.padEnd(width)}  ${finding.detail}`);
    if (!finding.ok) {
      console.log(`      ${' '.repeat(width)}  → ${finding.next}`);
    }
  }
}
process.exitCode = findings.some(isMissing) ? 1 : 0;

/** Each finding is `{ what, ok, detail, next }`; `needed: false` marks what only some commands want. */
export async function examine({ env, options }) {
  const context = { env, log: () => {} };
  const engines = Object.values(catalogue);
  return [
    examineNode(),
    examineNpm(),
    examinePackages(),
    ...(await Promise.all(
      engines.map((engine) => examineProviders(engine.name, providers, engine, context)),
    )),
    ...(await readServers(env)),
    {
      needed: false,
      ...(await examineProviders('chromium', chromiumProviders, chromium, context)),
    },
    { needed: false, ...(await examineProviders('k6', k6Providers, k6, context)) },
    ...(await examinePorts(options, dataDir(env))),
  ];
}

function examineNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const ok = isAtLeast([major, minor], [20, 20]);
  const next = 'Install Node 20.20 or newer, best 24.';
  const cost = ok && major < 24 ? ` (${costOf(major)})` : '';
  return { what: 'node', ok, detail: `${process.versions.node}${cost}`, next };
}

/** Older releases work and are tested. Measured on 20: docs/performance.md. */
function costOf(major) {
  const cpu = 'the API needs about 1.4 times the CPU that it needs on 24';
  // It gets no security fixes since April 2026.
  return major < 22 ? `out of support; ${cpu}` : cpu;
}

function examineNpm() {
  try {
    const version = execFileSync('npm', ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return {
      what: 'npm',
      ok: Number(version.split('.')[0]) >= 10,
      detail: version,
      next: 'Install npm 10 or newer.',
    };
  } catch {
    return { what: 'npm', ok: false, detail: 'not on PATH', next: 'Install npm 10 or newer.' };
  }
}

function examinePackages() {
  const isThere = existsSync(join(root, 'node_modules'));
  const ok = isThere && !isStale();
  const detail = ok
    ? 'as in the lock file'
    : isThere
      ? 'differ from the lock file'
      : 'not installed';
  return {
    what: 'packages',
    ok,
    detail,
    next: 'Run npm ci (npm start and npm test do it by themselves).',
  };
}

async function examineProviders(what, providers, subject, context) {
  const { ok, provider, detail, tried, hint } = await predictFirst(providers, subject, context);
  const reasons = tried.map((each) => `${each.provider}: ${each.detail}`);
  return { what, ok, detail: ok ? `${provider}: ${detail}` : reasons.join('; '), next: hint };
}

async function examinePorts(options, dir) {
  if (isRunning(dir)) {
    return [{ what: 'ports', ok: true, detail: 'npm start is running' }];
  }
  const places = knownPorts(await placeServices(options));
  const next = 'Stop what listens there, or use PORT_OFFSET=100.';
  return Promise.all(
    places.map(async ({ what, port }) => {
      const ok = !(await isTaken(port));
      return { what: `port ${port}`, ok, detail: `${what}: ${ok ? 'free' : 'in use'}`, next };
    }),
  );
}

/** Servers that the user named are configured by the user, so the settings that the product needs are read. */
export async function readServers(env) {
  const named = Object.values(catalogue).flatMap((engine) => {
    const variable = engine.urlVariables.find((name) => env[name]);
    return variable ? [{ engine, variable, url: env[variable] }] : [];
  });
  const findings = await Promise.all(named.map(examineServer));
  return findings.flat();
}

async function examineServer({ engine, variable, url }) {
  const hosts = hostsOf(url, engine.defaultPort);
  const answers = await Promise.all(hosts.map(({ host, port }) => canConnect(port, host)));
  const ok = hosts.length === 0 || answers.includes(true);
  const next = `Start ${engine.title} there, or unset ${variable}.`;
  const reach = { what: variable, ok, detail: ok ? 'answers' : 'nothing answers', next };
  return ok && engine.name === 'mongo' ? [reach, await examineLifetime(url)] : [reach];
}

/** A process killed inside a transaction blocks its sale for as long as this server allows. */
async function examineLifetime(url) {
  const what = 'transactionLifetimeLimitSeconds';
  const next = 'On the server: --setParameter transactionLifetimeLimitSeconds=3';
  try {
    const seconds = await withClient(url, async (client) => {
      const answer = await client.db('admin').command({ getParameter: 1, [what]: 1 });
      return answer[what];
    });
    return { what, needed: false, ok: seconds <= 5, detail: `${seconds} s`, next };
  } catch (error) {
    return { what, needed: false, ok: false, detail: `not readable: ${error.message}`, next };
  }
}
