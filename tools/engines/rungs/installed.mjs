import { binarySource, findFetched, findOnPath, judgeBinary } from '../binary.mjs';

/** On PATH, or fetched by an earlier run. */
export const installed = {
  name: 'installed',
  probe(engine, { env }) {
    const files = [findOnPath(engine.binary, env.PATH), findFetched(engine.binary, env)];
    const verdicts = files.filter(Boolean).map((file) => judgeBinary(file, engine.minimum));
    const good = verdicts.find(({ ok }) => ok);
    if (good) return good;
    const detail = verdicts.map((verdict) => verdict.detail).join('; ');
    return { ok: false, detail: detail || `no ${engine.binary} on PATH or fetched earlier` };
  },
  async provide(_engine, _context, { path }) {
    return binarySource(path);
  },
};
