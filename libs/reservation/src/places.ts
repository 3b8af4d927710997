import type { Cluster, Redis } from 'ioredis';
import { checkId, checkNetwork, keysOf } from './keys.ts';

export interface NetworkPlaces {
  /** Digest of an IPv4 address or an IPv6 /48, or that of a /48 and a /64 with a dot between them. */
  network: string;
  kind: 'address' | '/48' | '/64';
  /** Living places that were joined from it. */
  places: number;
}

/** Reads which places a sale has, for the team; nothing here changes anything. */
export interface Places {
  /** The networks of these buyers' living places, where they are known, in the same order. */
  networksOf(saleId: string, buyers: readonly string[]): Promise<(string | null)[]>;
  /** The networks with the most living places, the largest first. */
  largest(saleId: string, limit: number): Promise<NetworkPlaces[]>;
  /** Buyers who have a place, a part at a time; one that moves meanwhile may come twice. */
  living(saleId: string, network?: string): AsyncGenerator<string[]>;
}

const PART = 1_000;
/** Sorts after every character that a digest or the name of a buyer can have. */
const AFTER = '~';

export function createPlaces(redis: Redis | Cluster): Places {
  return {
    async networksOf(saleId, buyers) {
      if (buyers.length === 0) {
        return [];
      }
      return redis.hmget(keysOf(checkId('sale', saleId)).networks, ...buyers);
    },
    async largest(saleId, limit) {
      const counts = new Map<string, NetworkPlaces>();
      const count = (network: string, kind: NetworkPlaces['kind']) => {
        const known = counts.get(network) ?? { network, kind, places: 0 };
        counts.set(network, { ...known, places: known.places + 1 });
      };
      for await (const part of membersOf(redis, saleId)) {
        for (const member of part) {
          const [network = ''] = member.split(' ');
          const [wide = '', narrow] = network.split('.');
          count(network, narrow === undefined ? 'address' : '/64');
          if (narrow !== undefined) {
            count(wide, '/48');
          }
        }
        drop(counts, limit, (part.at(-1) ?? '').split(/[ .]/, 1)[0] ?? '');
      }
      return [...counts.values()].sort(byPlaces).slice(0, limit);
    },
    async *living(saleId, network) {
      if (network !== undefined) {
        for await (const part of membersOf(redis, saleId, checkNetwork(network))) {
          yield part.map((member) => member.split(' ')[1] ?? '');
        }
        return;
      }
      yield* waiting(redis, saleId);
      // Read second: who is served meanwhile is met here.
      yield* holding(redis, saleId);
    },
  };
}

const byPlaces = (a: NetworkPlaces, b: NetworkPlaces) =>
  b.places - a.places || (a.network < b.network ? -1 : 1);

/** Keeps memory small: networks that were read to their end and are not among the largest. */
function drop(counts: Map<string, NetworkPlaces>, limit: number, unfinished: string): void {
  if (counts.size < 10 * limit + PART) {
    return;
  }
  const finished = [...counts.values()].filter(({ network }) => !network.startsWith(unfinished));
  for (const { network } of finished.sort(byPlaces).slice(limit)) {
    counts.delete(network);
  }
}

/** `network buyer`, in alphabetical order. */
async function* membersOf(
  redis: Redis | Cluster,
  saleId: string,
  network?: string,
): AsyncGenerator<string[]> {
  const { byNetwork } = keysOf(checkId('sale', saleId));
  const end = network === undefined ? '+' : `(${network}${AFTER}`;
  let start = network === undefined ? '-' : `[${network}`;
  for (;;) {
    const part = await redis.zrangebylex(byNetwork, start, end, 'LIMIT', 0, PART);
    if (part.length > 0) {
      yield part;
    }
    if (part.length < PART) {
      return;
    }
    start = `(${part.at(-1)}`;
  }
}

async function* waiting(redis: Redis | Cluster, saleId: string): AsyncGenerator<string[]> {
  const { line } = keysOf(checkId('sale', saleId));
  let after = '-inf';
  for (;;) {
    const found = await redis.zrangebyscore(line, after, '+inf', 'WITHSCORES', 'LIMIT', 0, PART);
    if (found.length > 0) {
      yield found.filter((_, i) => i % 2 === 0);
    }
    if (found.length < 2 * PART) {
      return;
    }
    after = `(${found.at(-1)}`;
  }
}

async function* holding(redis: Redis | Cluster, saleId: string): AsyncGenerator<string[]> {
  const { holds } = keysOf(checkId('sale', saleId));
  let cursor = '0';
  do {
    const [next, found] = await redis.hscan(holds, cursor, 'COUNT', PART);
    const buyers = found.filter((_, i) => i % 2 === 0 && /^[hc] /.test(found[i + 1] ?? ''));
    if (buyers.length > 0) {
      yield buyers;
    }
    cursor = next;
  } while (cursor !== '0');
}
