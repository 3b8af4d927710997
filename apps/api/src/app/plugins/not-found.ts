import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';

/** 404 for what is not there, 405 for what is there under another method. */
export const notFoundPlugin = fastifyPlugin(
  async (app) => {
    const known: { pattern: RegExp; methods: string[] }[] = [];
    app.addHook('onRoute', ({ url, method }) => {
      // Preflights are answered for every address, which does not make it exist.
      if (method !== 'OPTIONS') known.push({ pattern: patternOf(url), methods: [method].flat() });
    });
    app.setNotFoundHandler((request) => {
      const path = request.url.split('?', 1)[0] ?? '';
      const matches = known.filter(({ pattern }) => pattern.test(path));
      const allowed = new Set(matches.flatMap(({ methods }) => methods));
      if (allowed.size === 0) throw new AppError('NOT_FOUND');
      throw new AppError('METHOD_NOT_ALLOWED', { headers: { allow: [...allowed].join(', ') } });
    });
  },
  { name: 'not-found', dependencies: ['problem'] },
);

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:[A-Za-z]+/g, '[^/]+').replaceAll('*', '.*')}$`);
}
