import { join } from 'node:path';
import { urlOf } from './options.mjs';

const all = ['api', 'worker', 'admin', 'site'];

/** What `npm run dev` runs: sources under a watcher, sites under Next's own development server. */
export function describeDevelopment({ wanted, options, env, root }) {
  const stranger = wanted.find((name) => !all.includes(name));
  if (stranger)
    throw new Error(`There is no "${stranger}" to develop. Choose from: ${all.join(', ')}`);
  const names = wanted.length > 0 ? wanted : all;
  return names.map((name) => ({ name, url: urlOf(options[name]), ...describe(name) }));

  function describe(name) {
    if (name === 'api' || name === 'worker') {
      const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
      const argv = [tsx, 'watch', '--clear-screen=false', `apps/${name}/src/main.ts`];
      return { argv: [process.execPath, ...argv], env };
    }
    const { host, port } = options[name];
    const next = join(root, 'node_modules/next/dist/bin/next');
    const argv = [next, 'dev', '-p', String(port), '-H', host, `apps/${name}-web`];
    return {
      argv: [process.execPath, ...argv],
      env: { ...env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    };
  }
}
