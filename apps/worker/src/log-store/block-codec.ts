import type { Block, BlockHead, BlockPerson, Sale } from '@flash/database';
import {
  blockHash,
  type ChainLink,
  canonicalEntry,
  emptyTotals,
  faultOf,
  genesisHash,
  genesisOf,
  type LogEntry,
  createLeaves as leavesOfSale,
  parseEntry,
  totalsAfter,
} from '@flash/fairness';
import { type PageLimits, pageLimits } from './log-page.ts';

interface Page {
  sale: Sale;
  /** Epoch of the state in which the entries were read. */
  epoch: number;
  /** The block before, or null for the first one. */
  last: Pick<BlockHead, 'b' | 'to' | 'hash' | 'totals'> | null;
  entries: readonly LogEntry[];
}

/** Turns entries into blocks of the public chain, and back. */
export interface BlockCodec {
  /** How many entries and names it takes at most. */
  readonly page: PageLimits;
  encode(page: Page): Block;
  /** Throws a ChainError when the block is not what was written. */
  decode(sale: Sale, block: Block, last: BlockHead | null): LogEntry[];
  /** The same without checking the names beside the leaves: making each leaf again takes long. */
  decodeTrusted(block: Block, last: ChainLink | null): LogEntry[];
  forget(saleId: string): void;
}

/** The stored chain was changed after it was written; what it said is not to be guessed. */
export class ChainError extends Error {}

export function createBlockCodec({ page = pageLimits }: { page?: PageLimits } = {}): BlockCodec {
  const leaves = createLeafHasher();
  return {
    page,
    encode({ sale, epoch, last, entries }) {
      const leafFor = leaves.of(sale);
      const people = new Map<string, string>();
      const texts = entries.map((entry) =>
        canonicalEntry(entry, (buyer) => {
          const leaf = leafFor(buyer);
          people.set(leaf, buyer);
          return leaf;
        }),
      );
      const from = last ? last.to + 1 : 1;
      const page = {
        saleId: sale.id,
        epoch,
        b: last ? last.b + 1 : 0,
        from,
        to: from + entries.length - 1,
        prev: last ? last.hash : genesisHash(sale),
        entries: texts,
      };
      const before = last ? last.totals : emptyTotals();
      return {
        ...page,
        ...(!last && { genesis: genesisOf(sale) }),
        // A chain that was begun without totals goes on without them.
        ...(before && { totals: totalsAfter(before, entries) }),
        hash: blockHash(page),
        at: entries.at(-1)?.at ?? Date.now(),
        people: withJoins(people, entries),
      };
    },
    decode(sale, block, last) {
      const entries = readBlock(block, last);
      const leafFor = leaves.of(sale);
      for (const { leaf, buyer } of block.people) {
        if (leafFor(buyer) !== leaf) {
          throw new ChainError(`block ${block.b}: leaf`);
        }
      }
      return entries;
    },
    decodeTrusted: readBlock,
    forget: leaves.forget,
  };
}

function readBlock(block: Block, last: ChainLink | null): LogEntry[] {
  const fault = faultOf(block, last);
  if (fault) {
    throw new ChainError(`block ${block.b}: ${fault}`);
  }
  const buyers = new Map(block.people.map(({ leaf, buyer }) => [leaf, buyer]));
  // Forgotten people keep their places under the names of their leaves.
  const networks = new Map(
    block.people.flatMap(({ joins = [] }) => joins.map(({ n, network }) => [n, network])),
  );
  return block.entries.map((text) => {
    const entry = parseEntry(text, (leaf) => buyers.get(leaf) ?? leaf);
    const network = networks.get(entry.n);
    return entry.type === 'join' && network !== undefined ? { ...entry, network } : entry;
  });
}

/** The people of a block with the networks they joined from, which are forgotten with them. */
function withJoins(people: ReadonlyMap<string, string>, entries: readonly LogEntry[]) {
  const joins = new Map<string, { n: number; network: string }[]>();
  for (const entry of entries) {
    if (entry.type !== 'join' || entry.network === undefined) {
      continue;
    }
    const { buyer, n, network } = entry;
    joins.set(buyer, [...(joins.get(buyer) ?? []), { n, network }]);
  }
  return Array.from(people, ([leaf, buyer]): BlockPerson => {
    const own = joins.get(buyer);
    return own ? { leaf, buyer, joins: own } : { leaf, buyer };
  });
}

interface LeafHasher {
  /** How people of this sale appear in its public chain. */
  of(sale: Pick<Sale, 'id' | 'leafKey'>): (buyer: string) => string;
  forget(saleId: string): void;
  /** How many leaves are kept in memory, over all sales. */
  size(): number;
}

/** A leaf is hashed once and met again in each further entry of the same buyer; about 35 MB. */
const REMEMBERED = 200_000;

/** The leaves of one sale that are kept, and how to make one that is not. */
interface Known {
  leaves: Map<string, string>;
  leafOf: (buyer: string) => string;
}

/**
 * Keeps leaves in memory. The limit counts for all sales together; the sale that was not used for
 * longest is forgotten first.
 */
export function createLeafHasher(limit = REMEMBERED): LeafHasher {
  /** Least recently used first. */
  const sales = new Map<string, Known>();
  let count = 0;

  function drop(saleId: string, { leaves }: Known): void {
    count -= leaves.size;
    sales.delete(saleId);
  }

  function makeRoom(): void {
    for (const [saleId, known] of sales) {
      if (count < limit) {
        return;
      }
      drop(saleId, known);
    }
  }

  function knownOf(sale: Pick<Sale, 'id' | 'leafKey'>): Known {
    const known = sales.get(sale.id) ?? { leaves: new Map(), leafOf: leavesOfSale(sale).leafOf };
    sales.delete(sale.id);
    sales.set(sale.id, known);
    return known;
  }

  return {
    of(sale) {
      knownOf(sale);
      return (buyer) => {
        const there = sales.get(sale.id)?.leaves.get(buyer);
        if (there) {
          return there;
        }
        if (count >= limit) {
          makeRoom();
        }
        const { leaves, leafOf } = sales.get(sale.id) ?? knownOf(sale);
        const leaf = leafOf(buyer);
        leaves.set(buyer, leaf);
        count += 1;
        return leaf;
      };
    },
    forget(saleId) {
      const known = sales.get(saleId);
      if (known) {
        drop(saleId, known);
      }
    },
    size: () => count,
  };
}
