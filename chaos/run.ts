// npm run chaos [-- --rounds n] [--only F13,F7.C3] [--seed s] [--minutes m]: plays sales under faults.
// --only A,B: rounds of A and rounds of B; A+B: both in one round; A>B: one after the other in one round.
// --minutes: goes on where earlier runs on this very code stopped, and writes docs/chaos.md. --short: for npm test.
// --order [--grants n] [--minutes m]: instead of rounds, whether those who come first are served first, with the clocks of
// four APIs ten minutes apart; goes on where earlier runs on this very code stopped.
// --outages [--waiting n]: instead of rounds, how long buyers wait for the next hold when a part fails.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { dataDir, root } from '../tools/process/paths.mjs';
import { allFaults } from './faults/all.ts';
import { skewOf } from './faults/clocks.ts';
import { openOrders, openRounds, type Round } from './ledger.ts';
import { CLOCKS, modeNames, playOrder } from './order.ts';
import { playOutages } from './outages.ts';
import { writeReport } from './report.ts';
import { playRound, type Told } from './round.ts';
import { type Line, linesNamed, nameOf, nextLine, shortLines } from './schedule.ts';
import { startWorld, type World } from './world.ts';

const say = (line: string) => console.log(`[chaos] ${line}`);

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    short: { type: 'boolean', default: false },
    outages: { type: 'boolean', default: false },
    waiting: { type: 'string', default: '1000000' },
    order: { type: 'boolean', default: false },
    grants: { type: 'string', default: '1000000' },
  },
});
const ledger = openRounds();
const first = Number(options.seed ?? Math.floor(Math.random() * 1e9));
const rounds: Round[] = [];
let world = await startWorld(say, {
  setsClock: !options.outages && !options.order,
  ...(options.order ? { clocks: CLOCKS } : {}),
});
const missing = allFaults.flatMap(({ id, missing: whyNot }) => {
  const why = whyNot?.(world) ?? '';
  return why ? [{ id, why }] : [];
});
const playable = allFaults.filter((fault) => missing.every(({ id }) => id !== fault.id));
const stop = async (code: number) => {
  await world.stop();
  process.exit(code);
};
process.once('SIGINT', () => void stop(130));
process.once('SIGTERM', () => void stop(143));

if (options.outages) {
  await stop(await timeOutages());
}
if (options.order) {
  await stop(await judgeOrder());
}
try {
  for (const { line, seed } of options.minutes ? untilOver() : chosen()) {
    rounds.push(await play(line, seed));
  }
} finally {
  await world.stop();
}
if (options.minutes) {
  writeReport(ledger.all(), { orders: openOrders().all(), missing });
}
const failed = rounds.filter(({ breaches }) => breaches.length > 0).length;
const seen = new Set(rounds.flatMap((round) => Object.keys(round.seen)));
console.log(`${rounds.length} rounds, ${seen.size} faults, ${failed} failed`);
process.exit(failed > 0 || rounds.length === 0 ? 1 : 0);

async function timeOutages(): Promise<number> {
  try {
    const outages = await playOutages(world, Number(options.waiting), say);
    const late = outages.filter(({ ms, goalMs }) => ms > goalMs);
    for (const { what, ms, goalMs } of late) {
      say(`too late: ${what}, ${ms} ms instead of ${goalMs}`);
    }
    console.log(`${outages.length} outages, ${late.length} longer than they may be`);
    return late.length > 0 ? 1 : 0;
  } catch (error) {
    say(`${error instanceof Error ? error.stack : error}`);
    return 2;
  }
}

async function judgeOrder(): Promise<number> {
  const orders = openOrders();
  const until = options.minutes ? Date.now() + Number(options.minutes) * 60_000 : Infinity;
  const isEnough = () => orders.total().grants >= Number(options.grants) || Date.now() > until;
  let next = orders.all().length;
  for (const app of world.apps) {
    // A worker tells only when it was started.
    say(`the clock of ${app.name} is about ${10 * Math.round((await skewOf(app)) / 10)} s off`);
  }
  const lane = async () => {
    while (!isEnough()) {
      const mode = modeNames[next++ % modeNames.length] ?? '';
      const { grants, overtaken, breaches } = orders.add(await playOrder(world, mode));
      say(`${mode}: ${grants} holds, ${overtaken} overtaken`);
      for (const breach of breaches) {
        say(`  ${breach}`);
      }
    }
  };
  try {
    // Side by side: where holds have to run out, there is time for another sale.
    await Promise.all([lane(), lane()]);
  } catch (error) {
    say(`${error instanceof Error ? error.stack : error}`);
    return 2;
  }
  writeReport(ledger.all(), { orders: orders.all(), missing });
  const { grants, overtaken, broken } = orders.total();
  console.log(
    `${grants} holds in ${orders.all().length} sales, ${overtaken} overtaken, ${broken} broken`,
  );
  return overtaken + broken > 0 || grants === 0 ? 1 : 0;
}

/** What the processes of a broken round wrote, for the one who looks for the reason. */
function keepOutput({ apps }: World, seed: number): void {
  const file = join(dataDir(), 'chaos', `${seed}.log`);
  writeFileSync(file, apps.map((app) => `--- ${app.name}\n${app.output()}`).join('\n'));
  say(`  what the processes wrote: ${relative(root, file)}`);
}

interface Next {
  line: Line;
  seed: number;
}

function* chosen(): Generator<Next> {
  const lines = options.short
    ? shortLines()
    : options.only
      ? linesNamed(options.only)
      : playable.map((fault) => ({ faults: [fault], isTogether: false }));
  const count = Number(options.rounds ?? lines.length);
  for (let i = 0; i < count; i += 1) {
    yield { line: lines[i % lines.length] as Line, seed: first + i };
  }
}

function* untilOver(): Generator<Next> {
  const until = Date.now() + Number(options.minutes) * 60_000;
  for (let seed = first; Date.now() < until; seed += 1) {
    yield { line: nextLine(seed, { faults: playable, played: ledger.played() }), seed };
  }
}

/** A world that a round leaves in pieces is replaced. */
async function playIn(line: Line, seed: number): Promise<Told> {
  const startedAt = performance.now();
  try {
    return await playRound(world, { ...line, seed });
  } catch (error) {
    const breaches = [`the round did not end: ${error instanceof Error ? error.stack : error}`];
    keepOutput(world, seed);
    await world.stop();
    world = await startWorld(say);
    const seen = Object.fromEntries(line.faults.map(({ id }) => [id, '']));
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    return { seen, breaches, diagnosis: [], calls: 0, orders: 0, longestPauseMs: 0, seconds };
  }
}

async function play(line: Line, seed: number): Promise<Round> {
  const name = nameOf(line);
  const told = await playIn(line, seed);
  const round = ledger.add({ step: name, seed, ...told });
  const verdict = told.breaches.length === 0 ? 'right' : 'BROKEN';
  const counts = `${told.calls} calls, ${told.orders} orders`;
  say(`${name} ${verdict}: ${counts}, ${told.longestPauseMs} ms pause, ${told.seconds} s`);
  for (const [id, what] of Object.entries(told.seen)) {
    say(`  ${id}: ${what || 'not seen'}`);
  }
  for (const breach of told.breaches) {
    say(`  ${breach}`);
  }
  for (const look of told.diagnosis) {
    say(`  when they were stuck, ${look}`);
  }
  if (told.breaches.length > 0) {
    keepOutput(world, seed);
    say(`  again: npm run chaos -- --rounds 1 --only '${name}' --seed ${seed}`);
  }
  return round;
}
