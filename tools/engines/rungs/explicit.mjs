/**
 * Whoever names a server means that server. Tests look at variables of their own: they empty what
 * they are pointed at, and must never be pointed at a real server by an inherited REDIS_URL.
 */
export const explicit = {
  name: 'environment',
  probe(engine, { env, test }) {
    const names = test ? engine.testUrlVariables : engine.urlVariables;
    const variable = names.find((name) => env[name]);
    return variable
      ? { ok: true, detail: `${variable} is set`, url: env[variable] }
      : { ok: false, detail: `${names.join(', ')} not set` };
  },
  async provide(_engine, _context, { url }) {
    return { kind: 'url', url };
  },
};
