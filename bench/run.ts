// npx tsx bench/run.ts [--workers=n] [scenario…]: measures this working copy on a stack of its own and prints what it
// found beside what was aimed at. Nothing here fails for being slow; a broken rule does.
import { cpus, loadavg } from 'node:os';
import { type Figure, openBench, type Scenario } from './bench.ts';
import { confirms } from './scenarios/confirms.ts';
import { consoleFeed } from './scenarios/console.ts';
import { crowd, fastPass } from './scenarios/crowd.ts';
import { holds } from './scenarios/holds.ts';
import { journeys } from './scenarios/journeys.ts';
import { publicSale } from './scenarios/public-sale.ts';
import { sales } from './scenarios/sales.ts';
import { site } from './scenarios/site.ts';
import { sparse } from './scenarios/sparse.ts';
import { startStack } from './stack.ts';

const all: Scenario[] = [
  ...[sparse, journeys, crowd, fastPass, holds, confirms, publicSale, consoleFeed, sales],
  site,
];
const say = (line: string) => console.error(line);

const args = process.argv.slice(2);
const workers = args.find((arg) => arg.startsWith('--workers='))?.slice('--workers='.length) ?? '1';
const wanted = args.filter((arg) => !arg.startsWith('--workers='));
const unknown = wanted.filter((name) => !all.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  say(`unknown: ${unknown.join(', ')}. There are ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const scenarios = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const withSites = scenarios.some(({ needsSite }) => needsSite);
const stack = await startStack(say, { withSites, workers });
const stop = async (code: number) => {
  await stack.stop();
  process.exit(code);
};
process.once('SIGINT', () => void stop(130));
process.once('SIGTERM', () => void stop(143));

try {
  const figures = await measure();
  console.log(renderFigures(figures, { node: process.version, cores: cpus().length }));
  await stop(0);
} catch (error) {
  say(`[bench] ${error instanceof Error ? error.message : String(error)}`);
  await stop(1);
}

async function measure(): Promise<Figure[]> {
  const bench = await openBench(stack);
  const figures: Figure[] = [];
  for (const scenario of scenarios) {
    say(`[bench] ${scenario.name}, load average ${loadavg()[0]?.toFixed(1)}`);
    figures.push(...(await scenario.run(bench)));
  }
  await bench.close();
  return figures;
}

/** A table for people; no host name, no path: only what the figures depend on. */
function renderFigures(
  figures: readonly Figure[],
  { node, cores }: { node: string; cores: number },
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
  return [title, lines[0], rule, ...lines.slice(1)].join('\n');
}

function format(value: number, unit: string): string {
  const digits = value < 100 && !Number.isInteger(value) ? 1 : 0;
  const number = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number} ${unit}`.trim();
}
