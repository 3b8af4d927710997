// node --import ./mutants/in-place/alias.mjs: tests that ask for vitest are given what stands beside this file.
import { register } from 'node:module';

const own = new URL('./vitest.ts', import.meta.url).href;
const hook = `export const resolve = (name, context, next) =>
  name === 'vitest' && context.parentURL !== ${JSON.stringify(own)}
    ? { url: ${JSON.stringify(own)}, shortCircuit: true }
    : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
