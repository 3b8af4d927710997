import { execFileSync } from 'node:child_process';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSeeded } from '@flash/testing';
import { type Bench, type Figure, openBench } from './bench.ts';
import { join } from './buyers.ts';
import { type Costs, measureCosts, steps, sumOf } from './costs.ts';
import type { Stack, StackOptions } from './stack.ts';
import {
  judgePairs,
  median,
  type Pair,
  type PairVerdict,
  percentile,
  probeNoise,
} from './stats.ts';

/** What one block of one variant showed, by name. */
type Block = Record<string, number>;

interface Variant {
  name: string;
  bench: Bench;
}

type Say = (line: string) => void;
/** The caller stops what was started. */
type Start = (options: StackOptions) => Promise<Stack>;

const here = resolve(import.meta.dirname, '..');
const WARM_UP_BUYERS = 1_500;
const PROBES = 3;

/**
 * Two variants side by side, measured in turn: A B, then B A, so that what the machine does besides hits both.
 * Before and after each block the same work is timed; a pair in which its time moved is published and not counted.
 */
async function measurePairs(
  [a, b]: readonly [Variant, Variant],
  measure: (bench: Bench) => Promise<Block>,
  { pairs, say }: { pairs: number; say: Say },
): Promise<Pair[]> {
  const found: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const isTurned = pair % 2 === 1;
    const order = isTurned ? [b, a] : [a, b];
    const probes = [calm()];
    const blocks: Block[] = [];
    for (const { bench } of order) {
      blocks.push(await measure(bench));
      probes.push(calm());
    }
    const [first = {}, second = {}] = isTurned ? blocks.reverse() : blocks;
    found.push({ a: first, b: second, drift: Math.max(...probes) / Math.min(...probes) });
    const shown = Object.keys(first).map((name) => `${name} ${ratioOf(first, second, name)}`);
    say(`[pairs] ${pair + 1}: ${shown.join(' · ')}`);
  }
  return found;
}

const ratioOf = (a: Block, b: Block, name: string) =>
  ((b[name] ?? Number.NaN) / (a[name] ?? Number.NaN)).toFixed(2);

const calm = () => median(Array.from({ length: PROBES }, probeNoise));

interface CompareOptions {
  checkouts: readonly string[];
  nodes: readonly string[];
  pairs: number;
  buyers: number;
  driftMax: number;
  start: Start;
  say: Say;
}

/** What a purchase costs in other checkouts, or on other versions of Node, beside this working copy. */
export async function comparePairs(options: CompareOptions): Promise<Figure[]> {
  const { checkouts, nodes, pairs, buyers, driftMax, start, say } = options;
  const variants: Variant[] = [];
  for (const node of nodes) {
    for (const checkout of [here, ...checkouts.map((folder) => resolve(folder))]) {
      variants.push(await openVariant(start, { checkout, node }));
    }
  }
  const [own, ...others] = variants;
  if (!own || others.length === 0) {
    throw new Error('--pairs needs a second checkout or a second --node');
  }
  for (const { bench } of variants) {
    // Compiles what is hot, and is not counted.
    await measureCosts(bench, Math.min(WARM_UP_BUYERS, buyers));
  }
  const figures: Figure[] = [];
  for (const other of others) {
    const measure = async (bench: Bench) => blockOf(await measureCosts(bench, buyers));
    const found = await measurePairs([own, other], measure, { pairs, say });
    const verdict = judgePairs(found, { driftMax, random: createSeeded(1).next });
    figures.push(...figuresOf(`${other.name} ÷ ${own.name}`, verdict));
  }
  return figures;
}

function blockOf(costs: Costs): Block {
  const cpu = steps.map((step) => [`CPU of a ${step}`, sumOf(costs[step])] as const);
  const rates = steps.map((step) => [`${step}s a second`, costs[step].rate] as const);
  const purchase = ['CPU of a purchase', sumOf(costs.buy) + sumOf(costs.confirm)] as const;
  return Object.fromEntries([...cpu, purchase, ...rates]);
}

async function openVariant(
  start: Start,
  options: { checkout: string; node: string; env?: Record<string, string> },
): Promise<Variant> {
  const version = execFileSync(options.node, ['--version'], { encoding: 'utf8' }).trim();
  const bench = await openBench(await start(options));
  return { name: `${basename(options.checkout)} ${version}`, bench };
}

function figuresOf(what: string, verdict: PairVerdict): Figure[] {
  const { kept, dropped, ratios } = verdict;
  return [
    { what: `${what}: pairs counted`, value: kept, unit: `of ${kept + dropped}`, goal: '–' },
    ...ratios.map(({ name, middle, low, high }) => ({
      what: `${what}: ${name} (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`,
      value: middle,
      unit: '×',
      goal: '–',
    })),
  ];
}

const SELF_TEST_PAIRS = 8;
const SELF_TEST_BUYS = 100;

/** Two milliseconds added to every grant must be seen, also on a machine that is busy with other things. */
export async function selfTest(start: Start, say: Say): Promise<Figure[]> {
  const slow = pathToFileURL(resolve(import.meta.dirname, 'slow-grants.mjs')).href;
  const env = { NODE_OPTIONS: `--import ${slow}` };
  const base = { checkout: here, node: process.execPath };
  const two = [await openVariant(start, base), await openVariant(start, { ...base, env })] as const;
  const found = await measurePairs(two, timeOfBuys, { pairs: SELF_TEST_PAIRS, say });
  // Each pair counts: what is looked for is larger than what moves between two blocks of one pair.
  const random = createSeeded(1).next;
  const verdict = judgePairs(found, { driftMax: Number.POSITIVE_INFINITY, random });
  const added = median(found.map(({ a, b }) => (b.buy ?? Number.NaN) - (a.buy ?? Number.NaN)));
  const low = verdict.ratios[0]?.low ?? Number.NaN;
  return [
    ...figuresOf('two milliseconds a grant ÷ none', verdict),
    { what: 'lower end of that interval', value: low, unit: '×', goal: '> 1' },
    { what: 'what the bench saw of the 2 ms', value: added, unit: 'ms', goal: '≥ 1.5' },
  ];
}

/** What most buys need at least: on a busy machine the slower ones say more about the machine. */
const FAST_SHARE = 0.1;

/** One buyer after the other, with stock for all: each waits for a grant of its own. */
async function timeOfBuys(bench: Bench): Promise<Block> {
  const saleId = await bench.createSale({ startingQuantity: 2 * SELF_TEST_BUYS });
  const [connection] = await bench.connections(1);
  const times: number[] = [];
  for (let place = 0; connection && place < SELF_TEST_BUYS; place += 1) {
    times.push((await join(connection, saleId, place)).ms);
  }
  connection?.close();
  await bench.judge(saleId);
  return { buy: percentile(times, FAST_SHARE) };
}
