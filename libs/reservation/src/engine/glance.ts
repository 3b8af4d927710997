import type { Cluster, Redis } from 'ioredis';
import { checkId, keysOf } from '../keys.ts';
import type { Glance, Seen } from '../outcomes.ts';
import { runScript } from '../run-script.ts';
import { loadScripts } from '../scripts.ts';

/** Sales of one call: a server must not be kept from others for more than a moment. */
const SALES = 200;

/**
 * Compares many sales with what was seen of them. One server is asked by few calls; of a cluster each sale is
 * asked by itself, because a script cannot read two slots, and the client sends all calls for one node at once.
 * Answers what could be read: a node that is away keeps no other from being read.
 */
export function createGlance(redis: Redis | Cluster) {
  const { glance } = loadScripts();
  const sales = redis.isCluster ? 1 : SALES;

  async function ask(part: readonly Seen[], isDeep: boolean): Promise<Glance> {
    const keys = part.map(({ saleId }) => keysOf(checkId('sale', saleId)).meta);
    const args = [isDeep ? 1 : 0, ...part.map(({ n }) => n)];
    const reply = await runScript(redis, glance, keys, args);
    const [now, server, ...places] = reply as [number, string, ...number[]];
    const steady = performance.now();
    const saleIds = part.map(({ saleId }) => saleId);
    const moved = places.map((place) => saleIds[place - 1] ?? '');
    return { now, server, steady, saleIds, moved };
  }

  return async (seen: readonly Seen[], isDeep: boolean): Promise<Glance[]> => {
    const asked: Promise<Glance>[] = [];
    for (let at = 0; at < seen.length; at += sales) {
      asked.push(ask(seen.slice(at, at + sales), isDeep));
    }
    const answers = await Promise.allSettled(asked);
    const given = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = answers.find((one) => one.status === 'rejected');
    if (failed && given.length === 0) {
      throw failed.reason;
    }
    return given;
  };
}
