import type { FastifyInstance } from 'fastify';

export interface Route {
  method: string;
  path: string;
}

/** Every route that the app has registered, whichever plugin did it. */
export function routesOf(app: FastifyInstance): Route[] {
  const found: Route[] = [];
  const parents: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const entry = /^((?:[│ ] {3})*)[├└]── (.*?)(?: \(([A-Z, -]+)\))?$/.exec(line);
    if (!entry) {
      continue;
    }
    const [, indent = '', part = '', methods = ''] = entry;
    const depth = indent.length / 4;
    parents.length = depth;
    parents[depth] = part;
    const path = parents.join('') || '/';
    for (const method of methods.split(', ').filter((name) => /[A-Z]/.test(name))) {
      found.push({ method, path });
    }
  }
  return found;
}
