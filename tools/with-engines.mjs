// node tools/with-engines.mjs [--keep] -- <command>   runs one command with private test engines
// node tools/with-engines.mjs --stop                  ends the pair that --keep left running
import { spawn } from 'node:child_process';
import { startSharedEngines, startTestEngines, stopSharedEngines } from './engines/for-tests.mjs';

const args = process.argv.slice(2);
const separator = args.indexOf('--');
const options = separator === -1 ? args : args.slice(0, separator);
const command = separator === -1 ? [] : args.slice(separator + 1);

if (options.includes('--stop')) {
  await stopSharedEngines();
} else if (command.length === 0) {
  console.error('usage: node tools/with-engines.mjs [--keep] -- <command>');
  process.exitCode = 2;
} else {
  const start = options.includes('--keep') ? startSharedEngines : startTestEngines;
  const log = (line) => console.error(`engines: ${line}`);
  try {
    const engines = await start({ log });
    process.exitCode = await run(command, { ...process.env, ...engines.env });
    await engines.stop();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
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
