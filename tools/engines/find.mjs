import { catalogue } from './catalogue.mjs';
import { docker } from './rungs/docker.mjs';
import { download } from './rungs/download.mjs';
import { explicit } from './rungs/explicit.mjs';
import { installed } from './rungs/installed.mjs';
import { system } from './rungs/system.mjs';
import { wheel } from './rungs/wheel.mjs';

/** Tried from the top: what the user named, what is here, what can be had without a question. */
export const ladder = [explicit, installed, docker, system, download, wheel];

/**
 * Answers `{ rung, detail, source }` of the first rung that carries. A rung that promised and then
 * failed is passed over, and its reason is told when no other one carries either.
 */
export async function findEngine(name, { env = process.env, test = false, log = () => {} } = {}) {
  const engine = catalogue[name];
  const context = { env, test, log };
  const tried = [];
  for (const rung of ladder) {
    const verdict = await rung.probe(engine, context);
    if (!verdict.ok) {
      tried.push(`${rung.name}: ${verdict.detail}`);
      continue;
    }
    try {
      const source = await rung.provide(engine, context, verdict);
      return { name, rung: rung.name, detail: verdict.detail, source };
    } catch (error) {
      tried.push(`${rung.name}: ${firstLine(error)}`);
    }
  }
  const lines = tried.map((line) => `  - ${line}`).join('\n');
  throw Object.assign(new Error(`${engine.title} is missing.\n${lines}\n${engine.hint}`), {
    code: 'ENGINE_MISSING',
  });
}

const firstLine = (error) => (error.stderr || error.message || String(error)).trim().split('\n')[0];
