import type { Database, WebhookEndpoint } from '@flash/database';
import type { ChainLink } from '@flash/fairness';
import { type Logger, logAtMost } from '@flash/shared-config';
import type { BlockCodec } from '../log-store/block-codec.ts';
import { CLOCKS_DIFFER_MS, deliveriesFor } from './consumer.ts';

interface ReplayDeps {
  db: Pick<Database, 'webhooks' | 'orders' | 'blocks'>;
  codec: Pick<BlockCodec, 'decodeTrusted'>;
  log: Logger;
  now?: () => number;
}

/** Tells endpoints the logs that they are to be told once more, a part of each; answers how many deliveries it wrote. */
export type ReplayLogs = (endpoints: readonly WebhookEndpoint[]) => Promise<number>;

const BLOCKS = 16;
/** What is sent in the meantime goes on: as much as one worker sends in a second or two. */
const AT_ONCE = 3_000;
const REPEAT_MS = 10_000;

/**
 * The whole log of a sale is stored, so an endpoint can be told what happened before it was made. The deliveries have
 * the ids that they always have: what is there already is not written again, and a worker that dies is followed by one
 * that begins from the start.
 */
export function createReplayLogs({ db, codec, log, now = Date.now }: ReplayDeps): ReplayLogs {
  const places = new Map<string, ChainLink | null>();
  const atMost = logAtMost(REPEAT_MS);

  async function tell(endpoint: WebhookEndpoint): Promise<number> {
    const [replay] = endpoint.replays;
    if (!replay) {
      return 0;
    }
    const { id, saleId, from } = replay;
    if (endpoint.saleId !== null && endpoint.saleId !== saleId) {
      // It is told of another sale by now.
      await db.webhooks.replayed(endpoint.id, id);
      return 0;
    }
    const wanting = [{ ...endpoint, createdAt: from + CLOCKS_DIFFER_MS }];
    let last = places.get(id) ?? null;
    for (let written = 0; written < AT_ONCE; ) {
      const blocks = await db.blocks.read(saleId, (last?.b ?? -1) + 1, BLOCKS);
      if (blocks.length === 0) {
        places.delete(id);
        await db.webhooks.replayed(endpoint.id, id);
        return written;
      }
      const entries = blocks.flatMap((block) => {
        const decoded = codec.decodeTrusted(block, last);
        const { epoch, b, to, hash } = block;
        last = { saleId, epoch, b, to, hash };
        return decoded.filter(({ at }) => at >= from);
      });
      const told = { saleId, entries, endpoints: wanting, nextAt: now() };
      const deliveries = await deliveriesFor(db, told);
      await db.webhooks.addMissing(deliveries);
      places.set(id, last);
      written += Math.max(1, deliveries.length);
    }
    return AT_ONCE;
  }

  return async (endpoints) => {
    let written = 0;
    for (const endpoint of endpoints) {
      try {
        written += await tell(endpoint);
      } catch (err) {
        atMost(endpoint.id, () =>
          log.warn(
            { err, webhook: endpoint.id },
            'telling a webhook a whole log failed; tried again',
          ),
        );
      }
    }
    return written;
  };
}
