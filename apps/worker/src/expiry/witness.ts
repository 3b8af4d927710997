import type { Cluster, Redis } from 'ioredis';
import type { Election } from '../base/election.ts';
import type { Witness } from './outage.ts';

const REACHABLE_KEY = 'fsreachable';
const REACHABLE_MS = 2_000;
const LEAD_MS = 3_000;

/** Workers tell each other by way of Redis whether MongoDB is there. */
export function createWitness(redis: Redis | Cluster, election: Election, token: string) {
  return {
    async testify(): Promise<void> {
      await redis.set(REACHABLE_KEY, token, 'PX', REACHABLE_MS);
    },
    async witness(): Promise<Witness> {
      const seenBy = await redis.get(REACHABLE_KEY);
      if (seenBy !== null && seenBy !== token) return 'contradicts';
      return (await election.lead('outage', LEAD_MS)) ? 'none' : 'leads';
    },
  };
}
