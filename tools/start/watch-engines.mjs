import { join } from 'node:path';
import { startMongo } from '../engines/mongo.mjs';
import { startRedis } from '../engines/redis.mjs';

const starters = { redis: startRedis, mongo: startMongo };
const lookEveryMs = 250;

/**
 * Engines are no children of this process, so nobody tells when one dies: it is looked at. It comes
 * back on its old port, because every application knows it by that.
 */
export function watchEngines(engines, { dir, say, changed }) {
  let isStopping = false;
  let timer = setTimeout(look, lookEveryMs);

  async function look() {
    for (const engine of engines) {
      if (!isStopping && engine.isAlive && !engine.isAlive()) await revive(engine);
    }
    if (!isStopping) timer = setTimeout(look, lookEveryMs);
  }

  async function revive(engine) {
    const { name, source, port } = engine;
    say(`${name} ended; starting it again on port ${port}`);
    try {
      Object.assign(engine, await starters[name]({ source, dir: join(dir, name), port }));
      say(`${name} answers again`);
      changed();
    } catch (error) {
      if (!isStopping) say(error.message);
    }
  }

  return {
    stop() {
      isStopping = true;
      clearTimeout(timer);
    },
  };
}
