import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readJson, writePrivate } from '../process/files.mjs';
import { root } from '../process/paths.mjs';
import { launch } from './launch.mjs';

/**
 * Starts a private Redis, or takes over the one an earlier run left in the same folder. `logins`
 * are the addresses for the API and the worker, with the rights that they have in production.
 */
export async function startRedis({ source, dir, port, test = false }) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { password, ...logins } = keepPasswords(dir);
  const engine = await launch({
    label: 'redis',
    dir,
    port,
    commandFor: (chosenPort) => {
      const file = join(dir, 'redis.conf');
      writePrivate(file, configuration({ source, dir, port: chosenPort, password, logins, test }));
      return source.command(['redis-server', file], { dir, port: chosenPort, name: 'redis' });
    },
    isReady: (chosenPort) => ping(chosenPort, password),
    urlFor: (chosenPort) => `redis://:${password}@127.0.0.1:${chosenPort}`,
    stopSignal: 'SIGTERM',
  });
  const loginOf = (name) => `redis://${name}:${logins[name]}@127.0.0.1:${engine.port}`;
  return { ...engine, logins: { api: loginOf('api'), worker: loginOf('worker') } };
}

function keepPasswords(dir) {
  const file = join(dir, 'secret.json');
  const draw = () => randomBytes(24).toString('hex');
  const passwords = { password: draw(), api: draw(), worker: draw(), ...readJson(file) };
  writePrivate(file, passwords);
  return passwords;
}

/** As in production, where infra/redis/start.sh fills in the same file. */
function usersOf(logins) {
  const hashed = (text) => `#${createHash('sha256').update(text).digest('hex')}`;
  const users = readFileSync(join(root, 'infra/redis/users.conf'), 'utf8').trim();
  return users.replace(/\{(api|worker)\}(?= )/g, (_, name) => hashed(logins[name]));
}

/** The password goes into a private file: an argument would show in the process list. */
function configuration({ source, dir, port, password, logins, test }) {
  const lines = [
    `bind ${source.bind ?? '127.0.0.1'}`,
    `port ${port}`,
    `dir "${dir}"`,
    `requirepass ${password}`,
    'appendonly yes',
    'appendfsync everysec',
    // A bound, as in production: full memory refuses joins, where the kernel would end the server.
    'maxmemory 2gb',
    'maxmemory-policy noeviction',
    'save ""',
    'daemonize no',
    usersOf(logins),
  ];
  // Fault tests use DEBUG, which Redis 7 hides by default and Redis 6 allows without asking.
  if (test && source.major >= 7) {
    lines.push('enable-debug-command local');
  }
  return `${lines.join('\n')}\n`;
}

/** Inline commands over a bare socket: readiness must be known before any package is installed. */
export function ping(port, password, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect({ port, host }, () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    let answer = '';
    const finish = (ready) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => resolve(false));
    socket.on('data', (chunk) => {
      answer += chunk;
      if (answer.includes('+PONG')) {
        finish(true);
      } else if (/^-(LOADING|NOAUTH|WRONGPASS)/m.test(answer)) {
        finish(false);
      }
    });
  });
}
