import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFetched, findOnPath } from '../engines/binary.mjs';
import { climb } from '../engines/climb.mjs';
import { docker as dockerEngine } from '../engines/rungs/docker.mjs';
import { binDirs, root } from '../process/paths.mjs';

const run = promisify(execFile);
const release = 'v1.8.1';
const image = 'grafana/k6:1.8.1';

export const k6 = {
  title: 'k6',
  hint: `Install k6 (it is one binary), or Go, or start Docker; then run this again.`,
};

const installed = {
  name: 'installed',
  probe(_subject, { env }) {
    const path = findOnPath('k6', env.PATH) ?? findFetched('k6', env);
    return path ? { ok: true, detail: path, path } : { ok: false, detail: 'no k6 on PATH' };
  },
  provide: async (_subject, _context, { path }) => ({ command: (args) => [path, ...args] }),
};

const go = {
  name: 'go install',
  probe(_subject, { env }) {
    return findOnPath('go', env.PATH)
      ? { ok: true, detail: `builds k6 ${release} from source, some minutes once` }
      : { ok: false, detail: 'no go on PATH' };
  },
  async provide(_subject, { env, log }) {
    const [dir] = binDirs(env);
    log(`building k6 ${release} with Go; this takes some minutes, once`);
    const options = { env: { ...env, GOBIN: dir }, timeout: 1_800_000, maxBuffer: 1 << 26 };
    await run('go', ['install', `go.k6.io/k6@${release}`], options);
    return { command: (args) => [join(dir, 'k6'), ...args] };
  },
};

const docker = {
  name: 'Docker',
  probe: dockerEngine.probe,
  provide: async (_subject, { env }) => ({ command: (args) => dockerRun(args, env) }),
};

/** The host's network, because what is measured listens on this machine only. */
function dockerRun(args, env) {
  const known = /^(API_|K6_|STARTING_|FLASH_|POLLING_|ADMIN_)/;
  const names = Object.keys(env).filter((name) => known.test(name));
  const variables = names.flatMap((name) => ['-e', name]);
  const place = ['--network', 'host', '-v', `${root}:${root}`, '-w', root];
  return ['docker', 'run', '--rm', '-i', ...place, ...variables, image, ...args];
}

export const k6Rungs = [installed, go, docker];

export const findK6 = ({ env = process.env, log = () => {} } = {}) =>
  climb(k6Rungs, k6, { env, log });
