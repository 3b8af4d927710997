import type { Hold, Place, Snapshot } from '@flash/reservation';
import type { Stage } from './stage.ts';

/** Buyers of one sale, as a test sends them and finds them again. */
export function crowdOf({ engine, queue }: Stage, saleId: string) {
  async function shot(): Promise<Snapshot> {
    const outcome = await engine.snapshot(saleId);
    if (outcome.kind === 'unavailable') {
      throw new Error(`unavailable: ${outcome.why}`);
    }
    return outcome;
  }

  return {
    shot,
    /** All at once; answers them in the order of their places. */
    async join(count: number, options: { wake?: boolean; prefix?: string } = {}) {
      const { wake = true, prefix = 'b' } = options;
      const buyers = Array.from({ length: count }, (_, i) => `${prefix}${i}`);
      const placed = await Promise.all(
        buyers.map(async (buyer) => {
          const joined = await joinOnceKept(engine, saleId, buyer);
          if (joined.kind !== 'joined') {
            throw new Error(`join: ${JSON.stringify(joined)}`);
          }
          if (joined.wake && wake) {
            await queue.wake(saleId);
          }
          return { buyer, seq: joined.place.state === 'waiting' ? joined.place.seq : 0 };
        }),
      );
      return placed.sort((a, b) => a.seq - b.seq).map((one) => one.buyer);
    },
    async place(buyer: string): Promise<Place> {
      const outcome = await engine.position(saleId, [buyer]);
      if (outcome.kind === 'unavailable') {
        throw new Error(`unavailable: ${outcome.why}`);
      }
      return outcome.places[0] ?? { state: 'none' };
    },
    async hold(buyer: string): Promise<Hold> {
      const place = await this.place(buyer);
      if (place.state !== 'held') {
        throw new Error(`${buyer} holds nothing: ${place.state}`);
      }
      return place.hold;
    },
    /** Who was granted, in the order of the log. */
    async granted(): Promise<string[]> {
      const log = await engine.readLog(saleId, 1, 1_000_000);
      return log.flatMap((entry) =>
        entry.type === 'grant' ? entry.holds.map((h) => h.buyer) : [],
      );
    },
    held: async () => (await shot()).held,
  };
}

/** Like a client that is told 503: places are given only while the log is being kept. */
async function joinOnceKept(engine: Stage['engine'], saleId: string, buyer: string) {
  for (;;) {
    const outcome = await engine.join(saleId, { buyer, bearer: false });
    if (outcome.kind !== 'unavailable' || outcome.why !== 'lagging') {
      return outcome;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
