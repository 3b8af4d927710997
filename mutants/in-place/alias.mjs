// node --import ./mutants/in-place/alias.mjs: tests that ask for vitest are given what stands beside this file, and a
// file that is loaded with ?v=<number>&of=<folder> loads the files of that folder anew, with all that they say.
import { register } from 'node:module';

const own = new URL('./vitest.ts', import.meta.url).href;

/** Runs in a thread of its own: only its text gets there. */
async function resolve(name, { parentURL = '', ...context }, next, stand) {
  if (name === 'vitest' && parentURL !== stand) {
    return { url: stand, shortCircuit: true };
  }
  const found = await next(name, { parentURL, ...context });
  const asked = parentURL.includes('?v=') ? new URL(parentURL).search : '';
  const folder = new URLSearchParams(asked).get('of');
  const isAnew = folder && found.url.slice(0, found.url.lastIndexOf('/')).endsWith(`/${folder}`);
  return isAnew ? { ...found, url: `${found.url}${asked}` } : found;
}

const hook = `const own = ${JSON.stringify(own)};
${resolve}
const all = (name, context, next) => resolve(name, context, next, own);
export { all as resolve };`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
