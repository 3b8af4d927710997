import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../paths.mjs';

const run = promisify(execFile);
const script = (name) => join(root, `dist/apps/api/${name}.mjs`);

/** Seeds the demo and answers what it says of itself: its last line of output is JSON. */
export async function seedDemo(env, signal) {
  if (!existsSync(script('seed'))) return undefined;
  try {
    const options = { env, signal, timeout: 60_000 };
    const { stdout } = await run(process.execPath, [script('seed')], options);
    return { sales: readSales(stdout) };
  } catch (error) {
    const reason = (error.stderr || error.message).trim().split('\n').slice(-10).join('\n');
    throw new Error(
      `The demo could not be seeded (npm start -- --no-demo goes without):\n${reason}`,
    );
  }
}

function readSales(output) {
  try {
    return JSON.parse(output.trim().split('\n').at(-1)).sales ?? [];
  } catch {
    return [];
  }
}

/** The crowd has no address to answer at; it only has to go on running. */
export function describeBots(env, apiUrl) {
  if (!existsSync(script('bots'))) return [];
  return [
    { name: 'bots', argv: [process.execPath, script('bots')], env: { ...env, API_BASE: apiUrl } },
  ];
}
