import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';

/** Runs a command and answers `{ ok, output }`; `show` lets its output through as it comes. */
export function runCommand([file, ...args], { env = process.env, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    let output = '';
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (chunk) => {
        output += chunk;
        if (show) process[stream].write(chunk);
      });
    }
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => {
      process.removeListener('exit', endWithUs);
      resolve({ ok: code === 0, output });
    });
  });
}

/** The counts of a stage that has no tests of its own: it holds or it does not. */
export const asOne = ({ ok, output = '' }) =>
  ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0, output };
