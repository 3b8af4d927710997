import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from '../paths.mjs';

const graceMs = 3000;

/** Runs commands side by side, their lines marked, until Ctrl-C or until one of them ends. */
export function runInForeground(commands, { say }) {
  return new Promise((resolve) => {
    let left = commands.length;
    let isStopping = false;
    const children = commands.map(({ name, argv: [file, ...args], env, url }) => {
      say(`${name}: ${url}`);
      const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr]) mark(stream, name);
      child.once('close', (code) => {
        if (!isStopping) say(`${name} ended (${code})`);
        left -= 1;
        stop();
        if (left === 0) resolve();
      });
      return child;
    });

    function stop() {
      if (isStopping) return;
      isStopping = true;
      for (const child of children) child.kill('SIGTERM');
      const insist = () => children.forEach((child) => void child.kill('SIGKILL'));
      setTimeout(insist, graceMs).unref();
    }

    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop);
  });
}

const mark = (stream, name) =>
  createInterface({ input: stream }).on('line', (line) => console.log(`[${name}] ${line}`));
