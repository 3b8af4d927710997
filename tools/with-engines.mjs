// node tools/with-engines.mjs [--keep] -- <command>   runs one command with private test engines
// node tools/with-engines.mjs --redis 6.2 -- <command>   the same on one release: 6.2, 7.0 or valkey
// node tools/with-engines.mjs --stop                  ends the pair that --keep left running
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startSharedEngines, startTestEngines, stopSharedEngines } from './engines/for-tests.mjs';

const usage = 'usage: node tools/with-engines.mjs [--keep | --redis <release>] -- <command>';
const args = process.argv.slice(2);
const separator = args.indexOf('--');
const command = separator === -1 ? [] : args.slice(separator + 1);

try {
  const { values } = parseArgs({
    args: separator === -1 ? args : args.slice(0, separator),
    options: { keep: { type: 'boolean' }, stop: { type: 'boolean' }, redis: { type: 'string' } },
  });
  if (values.stop) {
    await stopSharedEngines();
  } else if (command.length === 0 || (values.keep && values.redis)) {
    fail(usage, 2);
  } else {
    await runWithEngines(values);
  }
} catch (error) {
  fail(error.message, 1);
}

async function runWithEngines({ keep, redis }) {
  const start = keep ? startSharedEngines : startTestEngines;
  const log = (line) => console.error(`engines: ${line}`);
  const engines = await start({ log, releases: { redis } });
  if (redis) {
    log(engines.redis.detail);
  }
  process.exitCode = await run(command, { ...process.env, ...engines.env });
  await engines.stop();
}

function fail(message, code) {
  console.error(message);
  process.exitCode = code;
}

/** Ctrl-C reaches the command by itself; this process only has to outlive it. */
function run([file, ...rest], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, { stdio: 'inherit', env });
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}
