import { createHmacHex, sha256Hex } from '#hashes';
import { numberOf } from './canonical.ts';

/** A part of the log as it is stored and published; `entries` are canonical. */
export interface ChainBlock {
  saleId: string;
  epoch: number;
  /** Rises by one through all epochs, from 0. */
  b: number;
  /** First and last entry; a block that only seals an epoch is empty and has `to = from - 1`. */
  from: number;
  to: number;
  prev: string;
  hash: string;
  entries: readonly string[];
  /** Only in a first block: what its `prev` stands for, by name. Old chains were begun without it. */
  genesis?: Genesis;
}

export type Genesis = Readonly<Record<string, string | number | boolean>>;

/** The rules under which people joined; what the first block stands on. */
export interface GenesisRules {
  id: string;
  startingQuantity: number;
  price: number;
  currency: string;
  identity: string;
  startsAt: number;
  endsAt: number;
  lobbyOpensAt: number;
  holdTtlSeconds: number;
  fastPassPercent: number;
  extensions: number;
  extensionSeconds: number;
  honourHoldsAfterEnd: boolean;
}

/**
 * What a chain stands on. Since version 2 the rules carry their names and are kept in the first block,
 * so that later versions can add rules, and a reader checks those that it knows.
 */
export function genesisHash(rules: GenesisRules, version: 1 | 2 = 2): string {
  return version === 2 ? hashOf(genesisOf(rules)) : hashOfUnnamed(rules);
}

/** In the order in which version 1 hashed them; a new name goes to the end of version 2 only. */
const ruleNames = [
  'id',
  'startingQuantity',
  'price',
  'currency',
  'identity',
  'startsAt',
  'endsAt',
  'lobbyOpensAt',
  'holdTtlSeconds',
  'fastPassPercent',
  'extensions',
  'extensionSeconds',
  'honourHoldsAfterEnd',
] as const satisfies readonly (keyof GenesisRules)[];

export function genesisOf(rules: GenesisRules): Genesis {
  return Object.fromEntries(ruleNames.map((name) => [name, rules[name]]));
}

/** Whether a chain that begins with this block was begun under these rules, by either version. */
export function isBegunUnder(
  { prev, genesis }: Pick<ChainBlock, 'prev' | 'genesis'>,
  rules: GenesisRules,
): boolean {
  if (!genesis) {
    return prev === genesisHash(rules, 1) || prev === genesisHash(rules);
  }
  return prev === hashOf(genesis) && ruleNames.every((name) => genesis[name] === rules[name]);
}

function hashOf(genesis: Genesis): string {
  const named = Object.entries(genesis).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Hex(JSON.stringify(['flash-genesis-2', named]));
}

function hashOfUnnamed(rules: GenesisRules): string {
  return sha256Hex(JSON.stringify(['flash-genesis-1', ...ruleNames.map((name) => rules[name])]));
}

/** A header line, then the entries, a line each: an entry never contains a line break. */
export function blockHash(block: Omit<ChainBlock, 'hash'>): string {
  const { prev, saleId, epoch, b, from, to, entries } = block;
  const header = ['flash-block-1', prev, saleId, epoch, b, from, to].join(' ');
  return sha256Hex([header, ...entries].join('\n'));
}

export type ChainFault = 'sale' | 'number' | 'prev' | 'epoch' | 'range' | 'entries' | 'hash';
export type ChainLink = Pick<ChainBlock, 'saleId' | 'epoch' | 'b' | 'to' | 'hash'>;
export type ChainVerdict =
  | { kind: 'whole'; blocks: number; last: ChainLink | null }
  | { kind: 'broken'; b: number; fault: ChainFault };

/** Judges blocks in order from the first one, or from the one after `link`. */
export function checkChain(
  blocks: Iterable<ChainBlock>,
  start: { genesis?: string; after?: ChainLink } = {},
): ChainVerdict {
  let last = start.after ?? null;
  let count = 0;
  for (const block of blocks) {
    const fault = faultOf(block, last, start.genesis);
    if (fault) {
      return { kind: 'broken', b: block.b, fault };
    }
    last = block;
    count += 1;
  }
  return { kind: 'whole', blocks: count, last };
}

/** What is wrong with a block that claims to follow `last`; null when nothing is. */
export function faultOf(
  block: ChainBlock,
  last: ChainLink | null,
  genesis?: string,
): ChainFault | null {
  if (last && block.saleId !== last.saleId) {
    return 'sale';
  }
  if (block.b !== (last ? last.b + 1 : 0)) {
    return 'number';
  }
  const prev = last?.hash ?? genesis ?? block.prev;
  if (!last && block.genesis && block.prev !== hashOf(block.genesis)) {
    return 'prev';
  }
  if (block.prev !== prev) {
    return 'prev';
  }
  if (last && block.epoch < last.epoch) {
    return 'epoch';
  }
  if (block.from !== (last ? last.to + 1 : 1)) {
    return 'range';
  }
  if (block.entries.length !== block.to - block.from + 1) {
    return 'range';
  }
  if (block.entries.some((text, i) => numberOf(text) !== block.from + i)) {
    return 'entries';
  }
  return block.hash === blockHash(block) ? null : 'hash';
}

export interface FoundPlace {
  b: number;
  n: number;
  at: number;
  type: string;
}

/** Every entry that names this leaf: what the holder of a ticket looks for. */
export function findPlace(blocks: Iterable<ChainBlock>, leaf: string): FoundPlace[] {
  const found: FoundPlace[] = [];
  const quoted = [`"${leaf}"`, `"@${leaf}"`];
  for (const { b, entries } of blocks) {
    for (const text of entries) {
      if (!quoted.some((name) => text.includes(name))) {
        continue;
      }
      const [, n, at, type] = JSON.parse(text) as [number, number, number, string];
      found.push({ b, n, at, type });
    }
  }
  return found;
}

/** A person in the public log. Ids never contain the separator. */
export function leafOf(nonce: string, saleId: string, buyer: string): string {
  return sha256Hex(`flash-leaf-1|${nonce}|${saleId}|${buyer}`);
}

export interface Leaves {
  /**
   * A secret that only the buyer's ticket carries. One per buyer and sale, so that the public
   * log shows whether a person was in line twice without showing who it was.
   */
  nonceOf(buyer: string): string;
  leafOf(buyer: string): string;
}

/** The leaves of one sale, made with its key. */
export function createLeaves(sale: { id: string; leafKey: string }): Leaves {
  const hmac = createHmacHex(sale.leafKey);
  const nonceOf = (buyer: string) => hmac(`${sale.id}|${buyer}`).slice(0, 32);
  return { nonceOf, leafOf: (buyer) => leafOf(nonceOf(buyer), sale.id, buyer) };
}

/** For a single buyer, where the leaves of a sale are not kept at hand. */
export function leafNonce(sale: { id: string; leafKey: string }, buyer: string): string {
  const leaves = leavesOf.get(sale) ?? createLeaves(sale);
  leavesOf.set(sale, leaves);
  return leaves.nonceOf(buyer);
}

/** By the sale as it was read, so that its key is taken in once. */
const leavesOf = new WeakMap<object, Leaves>();
