import type { Cluster, Redis } from 'ioredis';
import { checkId, keysOf } from '../keys.ts';
import { parseHold, toNumber } from '../reply.ts';
import type { KeyedPlace, SaleState, StateHold, StateRemains } from '../restore/plan.ts';

/** Reads what a frozen sale still knows; several commands, because nothing can change meanwhile. */
export function createReadState(redis: Redis | Cluster) {
  return async (saleId: string): Promise<SaleState | null> => {
    const keys = keysOf(checkId('sale', saleId));
    const meta = await redis.hgetall(keys.meta);
    if (meta.n === undefined) {
      return null;
    }
    const number = (field: string) => toNumber(meta[field]);
    const shift = number('shift');
    const holds: StateHold[] = [];
    const remains: StateRemains[] = [];
    const keyed: KeyedPlace[] = [];
    await eachField(redis, keys.holds, (buyer, text) => {
      const [letter = '', ...words] = text.split(' ');
      if (letter === 'w') {
        keyed.push({ buyer, seq: toNumber(words[0]), at: toNumber(words[1]) });
        return;
      }
      const phase = phases[letter as keyof typeof phases];
      if (phase) {
        remains.push({ buyer, phase, seq: toNumber(words[0]), at: toNumber(words[1]) });
        return;
      }
      const { extensionsLeft: extensions, ...hold } = parseHold(buyer, words);
      const expiresAt = hold.expiresAt + shift;
      const declined = declinedOf(words[7]);
      holds.push({ ...hold, expiresAt, extensions, claimed: letter === 'c', ...declined });
    });
    const sold: SaleState['sold'][number][] = [];
    await eachField(redis, keys.consumed, (buyer, text) => {
      const [unit, attempt, , seq] = text.split(' ');
      sold.push({ buyer, unit: toNumber(unit), attempt: toNumber(attempt), seq: toNumber(seq) });
    });
    return {
      epoch: number('epoch'),
      n: number('n'),
      seq: number('seq'),
      serving: number('serving'),
      granted: number('granted'),
      unitTop: number('unitTop'),
      at: number('lastNow'),
      waiting: null,
      keyed,
      holds,
      remains,
      sold,
      networks: null,
      lost: null,
      halted: meta.halted ?? '',
    };
  };
}

/** What hangs on to the token of a hold (lua/includes/hold.lua). */
function declinedOf(token = ''): Pick<StateHold, 'declined'> {
  const [, count, retryAt] = /\.(\d+)\.(\d+)$/.exec(token) ?? [];
  return count ? { declined: { count: toNumber(count), retryAt: toNumber(retryAt) } } : {};
}

const phases = { e: 'expired', r: 'removed', l: 'left' } as const;

async function eachField(
  redis: Redis | Cluster,
  key: string,
  take: (field: string, value: string) => void,
): Promise<void> {
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.hscan(key, cursor, 'COUNT', 1_000);
    for (let i = 0; i < found.length; i += 2) {
      const field = found[i] ?? '';
      // HSCAN may name a field twice while the table is being resized.
      if (!seen.has(field)) {
        seen.add(field);
        take(field, found[i + 1] ?? '');
      }
    }
    cursor = next;
  } while (cursor !== '0');
}
