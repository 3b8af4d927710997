import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startPair } from '../engines/pair.mjs';
import { identify, isAlive, stopAllIn } from '../process/children.mjs';
import { readJson, writePrivate } from '../process/files.mjs';
import { isRunning, withLock } from '../process/lock.mjs';
import { root } from '../process/paths.mjs';
import { urlOf } from './options.mjs';

const all = ['api', 'worker', 'admin', 'site'];

/** What `npm run dev` runs: sources under a watcher, sites under Next's own development server. */
export function describeDevelopment({ wanted, options, env, root }) {
  const stranger = wanted.find((name) => !all.includes(name));
  if (stranger) {
    throw new Error(`There is no "${stranger}" to develop. Choose from: ${all.join(', ')}`);
  }
  const names = wanted.length > 0 ? wanted : all;
  return names.map((name) => ({ name, url: urlOf(options[name]), ...describe(name) }));

  function describe(name) {
    if (name === 'api' || name === 'worker') {
      const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
      const argv = [tsx, 'watch', '--clear-screen=false', `apps/${name}/src/main.ts`];
      return { argv: [process.execPath, ...argv], env };
    }
    const { host, port } = options[name];
    const next = join(root, 'node_modules/next/dist/bin/next');
    const argv = [next, 'dev', '-p', String(port), '-H', host, `apps/${name}-web`];
    return {
      argv: [process.execPath, ...argv],
      env: { ...env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    };
  }
}

const GRACE_MS = 3000;

/** Runs commands side by side, their lines marked, until Ctrl-C or until one of them ends. */
export function runInForeground(commands, { say }) {
  return new Promise((resolve) => {
    let left = commands.length;
    let isStopping = false;
    const children = commands.map(({ name, argv: [file, ...args], env, url }) => {
      say(`${name}: ${url}`);
      const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr]) {
        mark(stream, name);
      }
      child.once('close', (code) => {
        if (!isStopping) {
          say(`${name} ended (${code})`);
        }
        left -= 1;
        stop();
        if (left === 0) {
          resolve();
        }
      });
      return child;
    });

    function stop() {
      if (isStopping) {
        return;
      }
      isStopping = true;
      for (const child of children) {
        child.kill('SIGTERM');
      }
      const insist = () => children.forEach((child) => void child.kill('SIGKILL'));
      setTimeout(insist, GRACE_MS).unref();
    }

    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(name, stop);
    }
  });
}

const mark = (stream, name) =>
  createInterface({ input: stream }).on('line', (line) => console.log(`[${name}] ${line}`));

const usersIn = (dir) => join(dir, 'developers');

/** The running `npm run dev*` commands on this folder. */
export function developersIn(dir) {
  let names = [];
  try {
    names = readdirSync(usersIn(dir));
  } catch {}
  return names
    .map((name) => ({ name, ...readJson(join(usersIn(dir), name)) }))
    .filter((identity) => isAlive(identity));
}

/** Several terminals develop on one pair of engines: the first one starts it, the last one ends it. */
export async function joinEngines({ dir, env, log }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = join(dir, 'engines.lock');
  const own = join(usersIn(dir), `${process.pid}.json`);
  const pair = await withLock(lock, async () => {
    writePrivate(own, identify(process.pid));
    return startPair({ dir, env, log });
  });
  const leave = () =>
    withLock(lock, async () => {
      rmSync(own, { force: true });
      if (developersIn(dir).length === 0 && !isRunning(dir)) {
        await stopAllIn(dir);
      }
    });
  return { ...pair, leave };
}
