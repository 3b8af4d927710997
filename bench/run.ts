// npm run bench [-- scenario…] [--only a,b] [--workers n] [--quick] [--json <file>]: measures this working copy on
// a stack of its own, prints what it found beside what was aimed at, and ends with 1 where a goal was missed and
// with 2 where a rule was broken. --quick: fewer buyers, and nothing that needs more than a few minutes.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Figure, openBench, type Scenario } from './bench.ts';
import { summaryOf } from './goals.ts';
import { classic } from './scenarios/classic.ts';
import { crowd, fastPass, holds } from './scenarios/lines.ts';
import { confirms, journeys, purchases, sparse } from './scenarios/payments.ts';
import { consoleFeed, publicSale } from './scenarios/reads.ts';
import { sales } from './scenarios/sales.ts';
import { site } from './scenarios/site.ts';
import { startStack } from './stack.ts';
import { probeNoise } from './stats.ts';

const all: Scenario[] = [
  ...[sparse, journeys, crowd, fastPass, holds, confirms, publicSale, purchases, classic],
  ...[consoleFeed, sales],
  site,
];
const say = (line: string) => console.error(line);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    workers: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const wanted = [...positionals, ...options.only.flatMap((names) => names.split(','))];
const unknown = wanted.filter((name) => !all.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  say(`unknown: ${unknown.join(', ')}. There are ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const scenarios = all.filter(({ name, isLong }) =>
  wanted.length > 0 ? wanted.includes(name) : !(options.quick && isLong),
);

const withSites = scenarios.some(({ needsSite }) => needsSite);
const stack = await startStack(say, { withSites, workers: options.workers });
const stop = async (code: number) => {
  await stack.stop();
  process.exit(code);
};
process.once('SIGINT', () => void stop(130));
process.once('SIGTERM', () => void stop(143));

try {
  const { figures, noise } = await measure();
  const about = { node: process.version, cores: cpus().length, noise };
  console.log(renderFigures(figures, about));
  const { line, isGood } = summaryOf(figures);
  console.log(`\n${line}`);
  if (options.json) {
    writeFileSync(options.json, `${JSON.stringify({ ...about, figures }, null, 2)}\n`);
  }
  await stop(isGood ? 0 : 1);
} catch (error) {
  say(`[bench] ${error instanceof Error ? error.message : String(error)}`);
  await stop(2);
}

async function measure(): Promise<{ figures: Figure[]; noise: number }> {
  const bench = await openBench(stack);
  const figures: Figure[] = [];
  const probes = [probeNoise()];
  for (const scenario of scenarios) {
    say(`[bench] ${scenario.name}, load average ${loadavg()[0]?.toFixed(1)}`);
    const found = await scenario.run(bench, { isQuick: options.quick });
    for (const { what, value, unit } of found) {
      say(`[bench]   ${what}: ${format(value, unit)}`);
    }
    figures.push(...found);
    probes.push(probeNoise());
  }
  await bench.close();
  return { figures, noise: Math.max(...probes) / Math.min(...probes) };
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
  const digits = value < 100 && !Number.isInteger(value) ? 1 : 0;
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${unit}`.trim();
}
