// npm run bench -- --help
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figure, openBench, type Scenario } from './bench.ts';
import { summaryOf } from './goals.ts';
import { comparePairs, selfTest } from './pairs.ts';
import { drawPlots, type Series } from './plots.ts';
import { classic } from './scenarios/classic.ts';
import { cluster } from './scenarios/cluster.ts';
import { expiries } from './scenarios/expiries.ts';
import { k6 } from './scenarios/k6.ts';
import { crowd, fastPass, holds } from './scenarios/lines.ts';
import { million } from './scenarios/million.ts';
import { overload } from './scenarios/overload.ts';
import { confirms, journeys, purchases, sparse } from './scenarios/payments.ts';
import { consoleFeed, publicSale } from './scenarios/reads.ts';
import { sales } from './scenarios/sales.ts';
import { site } from './scenarios/site.ts';
import { soak } from './scenarios/soak.ts';
import { streams } from './scenarios/streams.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';
import { probeNoise } from './stats.ts';

const all: Scenario[] = [
  ...[sparse, journeys, crowd, fastPass, holds, confirms, publicSale, purchases, classic],
  ...[consoleFeed, sales, million, expiries, streams, overload, soak, k6, site, cluster],
];
const say = (line: string) => console.error(line);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '30' },
    json: { type: 'string' },
    plots: { type: 'string' },
    pairs: { type: 'string' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    buyers: { type: 'string', default: '3000' },
    drift: { type: 'string', default: '10' },
    'self-test': { type: 'boolean', default: false },
  },
});

const usage = `npm run bench [-- <scenario>…]          measures this working copy on a stack of its own

  --only <a,b>        the same as naming scenarios
  --quick             fewer buyers, and nothing that takes long
  --workers <n>       worker processes (1)
  --minutes <n>       of the soak, which stands for a day (30)
  --json <file>       keeps what was found
  --plots <folder>    draws it as SVG

npm run bench -- --pairs <n> [<checkout>…]   what a purchase costs here and in other checkouts, in turn
  --node <program>    another Node, repeatable: the first one is compared with the others
  --buyers <n>        of one block (3000)
  --drift <percent>   a pair in which the machine changed by more is not counted (10)

npm run bench -- --self-test            the bench has to notice 2 ms that are added to each grant

Scenarios: ${all.map(({ name }) => name).join(', ')}.
Ends with 0 when every goal was reached, with 1 when one was missed, and with 2 when a rule was broken or nothing
could be measured.`;

interface Found {
  figures: Figure[];
  series: Series[];
  noise: number;
}

if (options.help) {
  console.log(usage);
  process.exit(0);
}

const stacks: Stack[] = [];
const stop = () => Promise.all(stacks.map((stack) => stack.stop()));
const start = async (how: StackOptions): Promise<Stack> => {
  const stack = await startStack(say, how);
  stacks.push(stack);
  return stack;
};
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => void stop().then(() => process.exit(code)));
}
process.exit(await main());

async function main(): Promise<number> {
  try {
    const { figures, series, noise } = await findFigures();
    const about = { node: process.version, cores: cpus().length, noise };
    console.log(renderFigures(figures, about));
    const { line, isGood } = summaryOf(figures);
    console.log(`\n${line}`);
    const report = { ...about, figures, series };
    if (options.json) {
      writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    }
    if (options.plots) {
      drawPlots(options.plots, report);
    }
    return isGood ? 0 : 1;
  } catch (error) {
    say(`[bench] ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  } finally {
    await stop();
  }
}

function findFigures(): Promise<Found> {
  if (options['self-test']) {
    return probed(() => selfTest(start, say));
  }
  if (options.pairs === undefined) {
    return measure(chosen());
  }
  const numbers = { pairs: Number(options.pairs), buyers: Number(options.buyers) };
  const driftMax = 1 + Number(options.drift) / 100;
  const nodes = options.node;
  return probed(() =>
    comparePairs({ checkouts: positionals, nodes, ...numbers, driftMax, start, say }),
  );
}

function chosen(): Scenario[] {
  const wanted = [...positionals, ...options.only.flatMap((names) => names.split(','))];
  const unknown = wanted.filter((name) => !all.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `unknown: ${unknown.join(', ')}. There are ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  return all.filter(({ name, isLong, isAskedFor }) =>
    wanted.length > 0 ? wanted.includes(name) : !(isAskedFor || (options.quick && isLong)),
  );
}

async function probed(work: () => Promise<Figure[]>): Promise<Found> {
  const before = probeNoise();
  const figures = await work();
  const after = probeNoise();
  return { figures, series: [], noise: Math.max(before, after) / Math.min(before, after) };
}

async function measure(scenarios: readonly Scenario[]): Promise<Found> {
  const withSites = scenarios.some(({ needsSite }) => needsSite);
  const stack = await start({ withSites, workers: options.workers });
  const bench = await openBench(stack);
  const how = { isQuick: options.quick, minutes: Number(options.minutes) };
  const figures: Figure[] = [];
  const probes = [probeNoise()];
  for (const scenario of scenarios) {
    say(`[bench] ${scenario.name}, load average ${loadavg()[0]?.toFixed(1)}`);
    const found = await scenario.run(bench, how);
    for (const { what, value, unit } of found) {
      say(`[bench]   ${what}: ${format(value, unit)}`);
    }
    figures.push(...found);
    probes.push(probeNoise());
  }
  await bench.close();
  for (const one of bench.late.slice(0, 5)) {
    say(`[bench] late: ${one}`);
  }
  const late = 'a hold that ended late, or a unit that was handed on late (I6, I10)';
  figures.push({ what: late, value: bench.late.length, unit: '', goal: '0' });
  const { series } = bench;
  return { figures, series, noise: Math.max(...probes) / Math.min(...probes) };
}

/** A table for people; no host name, no path: only what the figures depend on. */
function renderFigures(
  figures: readonly Figure[],
  { node, cores, noise }: { node: string; cores: number; noise: number },
): string {
  const rows = figures.map(({ what, value, unit, goal }) => [what, format(value, unit), goal]);
  const table = [['measured', 'value', 'aim'], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const title = `Node ${node}, ${cores} cores, load generator on the same machine`;
  const slowed = `noise: the same work took ${noise.toFixed(1)} times as long at worst as at best`;
  return [title, slowed, lines[0], rule, ...lines.slice(1)].join('\n');
}

function format(value: number, unit: string): string {
  const digits = value < 100 && !Number.isInteger(value) ? (value < 10 ? 2 : 1) : 0;
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${unit}`.trim();
}
