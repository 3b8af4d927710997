// npm run k6:flash: the load scenario against what runs here, or against API_BASE.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findK6 } from './engines/programs.mjs';
import { readJson } from './process/files.mjs';
import { dataDir, root } from './process/paths.mjs';

const say = (line) => console.error(`[k6] ${line}`);
const running = readJson(join(dataDir(), 'run.json'));
const env = { ...process.env };
env.API_BASE ||= running?.api ?? 'http://localhost:4000';

try {
  const { source, provider } = await findK6({ env, log: say });
  say(`${provider}; load on ${env.API_BASE}`);
  const [file, ...args] = source.command([
    'run',
    '--no-usage-report',
    ...process.argv.slice(2),
    'k6/flash-sale.js',
  ]);
  const child = spawn(file, args, { cwd: root, env, stdio: 'inherit' });
  // Ctrl-C reaches k6 by itself, which then still writes its summary.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    say(error.message);
    process.exitCode = 1;
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
