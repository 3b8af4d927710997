import fastifyPlugin from 'fastify-plugin';
import type { Deps } from '../deps.ts';

declare module 'fastify' {
  interface FastifyInstance {
    deps: Deps;
  }
}

/** Routes take what they need from `app.deps`; `main.ts` and the tests decide what is in there. */
export const depsPlugin = fastifyPlugin<{ deps: Deps }>(
  async (app, { deps }) => {
    app.decorate('deps', deps);
  },
  { name: 'deps' },
);
