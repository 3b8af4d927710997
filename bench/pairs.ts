// npx tsx bench/pairs.ts [<checkout>…] [--node <program>]… [--pairs 4] [--buyers 3000] [--json <file>]
// What one purchase costs here and in other checkouts: all run side by side and are measured in turn, in one
// order and then in the other, so that what the machine does besides hits all of them.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, openBench } from './bench.ts';
import { type Costs, measureCosts, type Step, steps, sumOf } from './costs.ts';
import { type Stack, startStack } from './stack.ts';
import { median } from './stats.ts';

const say = (line: string) => console.error(line);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', multiple: true, default: [process.execPath] },
    pairs: { type: 'string', default: '4' },
    buyers: { type: 'string', default: '3000' },
    json: { type: 'string' },
  },
});

interface Variant {
  /** The folder's name and the version of Node. */
  name: string;
  stack: Stack;
  bench: Bench;
  found: Costs[];
}

const here = resolve(import.meta.dirname, '..');
const checkouts = [...positionals.map((folder) => resolve(folder)), here];
const variants: Variant[] = [];
const stop = async (code: number) => {
  await Promise.all(variants.map(({ stack }) => stack.stop()));
  process.exit(code);
};
process.once('SIGINT', () => void stop(130));
process.once('SIGTERM', () => void stop(143));

try {
  for (const program of options.node) {
    const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
    for (const checkout of checkouts) {
      const stack = await startStack(say, { checkout, node: program });
      const name = `${basename(checkout)} ${version}`;
      variants.push({ name, stack, bench: await openBench(stack), found: [] });
    }
  }
  // Compiles what is hot, and is not counted.
  for (const { bench } of variants) {
    await measureCosts(bench, Math.min(1_500, Number(options.buyers)));
  }
  for (let pair = 0; pair < Number(options.pairs); pair += 1) {
    const order = pair % 2 === 0 ? variants : [...variants].reverse();
    for (const { bench, found, name } of order) {
      const costs = await measureCosts(bench, Number(options.buyers));
      found.push(costs);
      const sums = steps.map((step) => `${step} ${sumOf(costs[step]).toFixed(0)}`);
      say(`[pairs] ${pair + 1} ${name}: ${sums.join(' · ')}`);
    }
  }
  console.log(render());
  if (options.json) {
    const kept = variants.map(({ name, found }) => ({ name, found }));
    writeFileSync(options.json, JSON.stringify(kept, null, 1));
  }
  await stop(0);
} catch (error) {
  say(`[pairs] ${error instanceof Error ? error.stack : String(error)}`);
  await stop(1);
}

/** Medians over the pairs: µs of CPU a step, of each process and in sum. */
function render(): string {
  const processes = ['api', 'worker', 'redis', 'mongo'];
  const width = Math.max(...variants.map(({ name }) => name.length));
  const lines = [
    `µs of CPU a call, medians of ${options.pairs}: API · worker · Redis · MongoDB = sum, and calls a second`,
  ];
  for (const step of steps) {
    for (const { name, found } of variants) {
      const each = processes.map((one) => cpuOf(found, step, one).toFixed(0).padStart(4));
      const sum = median(found.map((costs) => sumOf(costs[step]))).toFixed(0);
      const rate = median(found.map((costs) => costs[step].rate)).toFixed(0);
      lines.push(
        `${step.padEnd(8)}  ${name.padEnd(width)}  ${each.join(' ·')} = ${sum}  ${rate}/s`,
      );
    }
  }
  for (const { name, found } of variants) {
    const whole = median(found.map((costs) => sumOf(costs.buy) + sumOf(costs.confirm))).toFixed(0);
    lines.push(`purchase  ${name.padEnd(width)}  ${whole}`);
  }
  return lines.join('\n');
}

function cpuOf(found: readonly Costs[], step: Step, name: string): number {
  return median(found.map((costs) => costs[step].cpu[name] ?? Number.NaN));
}
