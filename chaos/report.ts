import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tools/process/paths.mjs';
import { allFaults } from './faults/all.ts';
import { elsewhere } from './faults/elsewhere.ts';
import type { Round } from './ledger.ts';
import { CLOCKS, modeNames, type Order } from './order.ts';

/** Writes docs/chaos.md from the rounds of the ledger: what was played, what was seen, what broke. */
export function writeReport({ code, rounds }: Played, besides: Besides): void {
  const file = join(root, 'docs/chaos.md');
  writeFileSync(file, `${reportOf({ code, rounds }, besides).trim()}\n`);
}

interface Played {
  code: string;
  rounds: readonly Round[];
}

interface Besides {
  orders: readonly Order[];
  /** Faults that this machine cannot do. */
  missing: readonly { id: string; why: string }[];
}

function reportOf({ code, rounds }: Played, { orders, missing }: Besides): string {
  const sum = (of: (round: Round) => number) => rounds.reduce((all, one) => all + of(one), 0);
  const broken = rounds.filter(({ breaches }) => breaches.length > 0);
  const pairs = rounds.filter(({ step }) => step.includes('+'));
  const combined = new Set(pairs.map(({ step }) => step)).size;
  const rows = allFaults.map(({ id, what }) => {
    const own = rounds.filter(({ seen }) => id in seen);
    const seen = own.filter((round) => round.seen[id]);
    const right = own.filter(({ breaches }) => breaches.length === 0);
    const pause = Math.max(0, ...own.map(({ longestPauseMs }) => longestPauseMs));
    return `| ${id} | ${what} | ${own.length} | ${seen.length} | ${right.length} | ${pause} |`;
  });
  const failures = broken.map(
    ({ step, seed, breaches }) =>
      `- \`npm run chaos -- --rounds 1 --only '${step}' --seed ${seed}\`: ${firstLine(breaches[0] ?? '')}`,
  );
  return `# Rounds under faults

Written by \`npm run chaos -- --minutes <m>\`, from the ledger of one state of the code (${code}: the content of
\`apps\`, \`libs\`, \`bench\` and \`chaos\`). Two APIs, two workers, one Redis and one MongoDB run as processes of their
own. In each round buyers come to a sale, one or two faults happen, and when the sale has come to rest its log is
replayed and its orders, its payments and all that buyers were told are judged. A fault counts only when a third party
saw it: the kernel, the server's own counters, a wire, another clock.

${rounds.length} rounds, ${pairs.length} of them with two faults at once (${combined} different pairs), ${sum(({ calls }) => calls)} calls of
buyers, ${sum(({ orders }) => orders)} orders. **Failed: ${broken.length}**, because a rule was broken or a fault was not seen.

| fault | what happens | rounds | seen | right | longest time without a new hold or order, in ms |
|---|---|---|---|---|---|
${rows.join('\n')}

The last column is the worst of all rounds, also of those with a second fault; it contains the fault itself, which lasts
up to several seconds, and times in which no buyer waited for anything.

## Rounds that failed

${failures.length > 0 ? failures.join('\n') : 'None.'}

## Who came first, with clocks ten minutes apart

${turnsOf(orders)}

## Faults that are not played here

${[...elsewhere, ...missing].map(({ id, why }) => `- **${id}** ${why}`).join('\n')}
`;
}

function turnsOf(orders: readonly Order[]): string {
  if (orders.length === 0) {
    return 'Not played on this state of the code: `npm run chaos -- --order`.';
  }
  const sum = (list: readonly Order[], of: (order: Order) => number) =>
    list.reduce((all, one) => all + of(one), 0);
  const rows = modeNames.map((mode) => {
    const own = orders.filter((order) => order.mode === mode);
    const [grants, overtaken] = [sum(own, (one) => one.grants), sum(own, (one) => one.overtaken)];
    const broken = own.filter(({ breaches }) => breaches.length > 0).length;
    return `| ${mode} | ${own.length} | ${grants} | ${overtaken} | ${broken} |`;
  });
  const clocks = (list: readonly number[]) => list.map((s) => (s > 0 ? `+${s}` : s)).join(', ');
  return `\`npm run chaos -- --order\`, on the same state of the code: four APIs whose clocks are off by ${clocks(CLOCKS.apis)} s and two
workers (${clocks(CLOCKS.workers)} s), 64 buyers pressing at the same time. Overtaken is who had an answer before another buyer pressed
and was given a hold after that one, by the buyers' own clock; the log of each sale is replayed against every answer.

| sales | how many | holds | overtaken | that broke a rule |
|---|---|---|---|---|
${rows.join('\n')}`;
}

const LINE_MAX = 160;
/** What follows it is a stack, or what a process wrote. */
function firstLine(breach: string): string {
  const [line = ''] = breach.split('\n');
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}…` : line;
}
