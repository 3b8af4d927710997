import { catalogue } from './catalogue.mjs';
import { climb } from './climb.mjs';
import { docker } from './rungs/docker.mjs';
import { download } from './rungs/download.mjs';
import { explicit } from './rungs/explicit.mjs';
import { installed } from './rungs/installed.mjs';
import { system } from './rungs/system.mjs';
import { wheel } from './rungs/wheel.mjs';

/** Tried from the top: what the user named, what is here, what can be had without a question. */
export const ladder = [explicit, installed, docker, system, download, wheel];

/** Answers `{ name, rung, detail, source }` of the first rung that carries. */
export async function findEngine(name, { env = process.env, test = false, log = () => {} } = {}) {
  return { name, ...(await climb(ladder, catalogue[name], { env, test, log })) };
}
