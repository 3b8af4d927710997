// npm run histories -- <seed> [count]: plays histories and says what they broke; TRACE=1 shows every step.
// npm run histories -- --minutes 60 [--lane 1/2]: goes on where earlier runs on this code have stopped.
// PROVIDER=1 before it: with payments at a provider instead of in the sandbox.
// npm run histories -- --planted [words] [--times 3] [--within 10000]: how many it takes to find each planted fault.
import { join } from 'node:path';
import { root } from '../tools/process/paths.mjs';
import { hashOf } from '../tools/run/builds.mjs';
import { openHistoryLedger } from './ledger.ts';
import { findPlanted } from './planted/find-planted.ts';
import { allPlanted, type Planted } from './planted/planted.ts';
import { playHistory } from './world/history.ts';

const args = process.argv.slice(2);
const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const minutes = option('--minutes');
const broken = args.includes('--planted')
  ? await tabulate(option('--planted') ?? '')
  : minutes
    ? await goOn(Number(minutes))
    : await replay(args);
process.exit(broken > 0 ? 1 : 0);

async function replay([first = '1', count = '1']: readonly string[]): Promise<number> {
  const trace = process.env.TRACE ? (line: string) => console.log(line) : undefined;
  const provider = process.env.PROVIDER === '1' ? { hasProvider: true as const } : {};
  const planted = { ...plantedLike(process.env.PLANTED)[0]?.[1], ...provider };
  let found = 0;
  for (let seed = Number(first); seed < Number(first) + Number(count); seed += 1) {
    const { findings, ...told } = await playHistory(seed, planted, trace);
    found += findings.length > 0 ? 1 : 0;
    for (const { code, detail } of findings) {
      console.log(`seed ${seed} (${told.theme}): ${code}: ${detail}`);
    }
    if (count === '1') {
      console.log(told);
    }
  }
  console.log(`${count} histories, ${found} broke a rule`);
  return found;
}

async function goOn(duration: number): Promise<number> {
  const code = hashOf(root, ['apps/api', 'apps/worker', 'libs', 'sim']).slice(0, 12);
  const [lane = 1, lanes = 1] = (option('--lane') ?? '1/1').split('/').map(Number);
  const ledger = openHistoryLedger(join(root, '.data/histories.jsonl'), { code, lane, lanes });
  const until = Date.now() + duration * 60_000;
  let found = 0;
  while (Date.now() < until) {
    const told = await ledger.playNext(playHistory);
    found += told.broken.length;
    for (const { seed, findings } of told.broken) {
      const [first] = findings;
      console.log(`seed ${seed}: ${first?.code}: ${first?.detail} (npm run histories -- ${seed})`);
    }
  }
  const { histories, seconds, broken } = ledger.total();
  const pace = (histories / Math.max(1, seconds)).toFixed(1);
  console.log(`${histories} histories on this code, ${broken} broke a rule, ${pace} a second`);
  return found;
}

function plantedLike(word: string | undefined): [string, Planted][] {
  return word === undefined
    ? []
    : Object.entries(allPlanted).filter(([name]) => name.startsWith(word) || name.includes(word));
}

/** For each planted fault: after how many histories it is found, from several seeds on, and the median of it. */
async function tabulate(word: string): Promise<number> {
  const times = Number(option('--times') ?? 3);
  const within = Number(option('--within') ?? 10_000);
  let missing = 0;
  console.log('| planted fault | median histories | each | seen as |\n|---|---|---|---|');
  for (const [name, planted] of plantedLike(word.startsWith('--') ? '' : word)) {
    const runs: { count: number; code: string }[] = [];
    for (let time = 0; time < times; time += 1) {
      runs.push(await findPlanted(planted, { first: 1 + time * 1_000_000, within }));
    }
    runs.sort((a, b) => a.count - b.count);
    const counts = runs.map(({ count }) => (count > within ? `> ${within}` : count));
    const median = counts[Math.floor(counts.length / 2)];
    missing += typeof median === 'number' ? 0 : 1;
    const codes = [...new Set(runs.map(({ code }) => code))];
    console.log(`| ${name} | ${median} | ${counts.join(', ')} | ${codes.join(', ')} |`);
  }
  return missing;
}
