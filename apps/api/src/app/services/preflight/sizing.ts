/** The parts whose cores are counted. */
export type Part = 'api' | 'worker' | 'redis' | 'mongo';

/** What one machine has to carry in each second. */
export interface Load {
  buys: number;
  polls: number;
  confirms: number;
}

/** CPU time of one step in µs, 64 buyers in flight, on two quiet cores with Node 24: `npm run bench purchases`. */
export const costsUs = {
  buys: { api: 243, worker: 95, redis: 105, mongo: 45 },
  polls: { api: 128, worker: 5, redis: 25, mongo: 3 },
  confirms: { api: 420, worker: 130, redis: 170, mongo: 498 },
} as const satisfies Record<keyof Load, Record<Part, number>>;

/** Above this share of a core, answers wait for each other. */
export const BUSY_MAX = 0.6;
/** Memory of Redis for each buyer in line, in the first ten minutes after the press. */
export const WAITER_BYTES = 202;
/** The share of `maxmemory` that a crowd may fill: the log and the queue of jobs live there, too. */
export const FILLED_MAX = 0.8;

const PARTS = ['api', 'worker', 'redis', 'mongo'] as const;

/** Whole cores of each part, none of them above `BUSY_MAX`. */
export function coresFor(load: Load): Record<Part, number> {
  const steps = Object.keys(costsUs) as (keyof Load)[];
  const coresOf = (part: Part) => {
    const busyUs = steps.reduce((sum, step) => sum + load[step] * costsUs[step][part], 0);
    return Math.max(1, Math.ceil(busyUs / 1e6 / BUSY_MAX));
  };
  return Object.fromEntries(PARTS.map((part) => [part, coresOf(part)])) as Record<Part, number>;
}

/** A crowd presses within this time; its units are paid for within the next minute. */
export const PRESS_SECONDS = 10;
const PAY_SECONDS = 60;
/** Far from the head a page asks this seldom. */
const POLL_SECONDS = 15;

/** The busiest second of a sale: the crowd still presses, those who did poll, the first ones pay. */
export function loadOf(crowd: number, stock: number): Load {
  return {
    buys: crowd / PRESS_SECONDS,
    polls: crowd / POLL_SECONDS,
    confirms: Math.min(crowd, stock) / PAY_SECONDS,
  };
}

export const SIZING_MARKERS = ['<!-- sizing -->', '<!-- /sizing -->'] as const;

/** The tables of docs/scaling.md, with their markers: `npm run docs` writes them. */
export function sizingMarkdown(): string {
  const costs = [
    ['`buy`, answered with the hold', costsUs.buys],
    ['`position`', costsUs.polls],
    ['`confirm`', costsUs.confirms],
  ] as const;
  const purchases = (each: number, polls = 0): Load => ({ buys: each, polls, confirms: each });
  const needs = [
    ['500 purchases a second', purchases(500)],
    ['2,000 purchases a second in several sales', purchases(2_000)],
    ['2,000 purchases a second and 10,000 polls of a position', purchases(2_000, 10_000)],
    ['5,000 purchases a second in several sales', purchases(5_000)],
  ] as const;
  const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const redis = (cores: number) => (cores > 1 ? `${cores} (a cluster)` : cores);
  return [
    ...[SIZING_MARKERS[0], ''],
    ...['| step | API | worker | Redis | MongoDB |', '|---|---|---|---|---|'],
    ...costs.map(([name, us]) => row(name, us.api, us.worker, us.redis, us.mongo)),
    ...['', `From these, with no process above ${BUSY_MAX * 100} % of a core:`, ''],
    '| for | API processes | worker processes | cores for Redis | cores for MongoDB |',
    '|---|---|---|---|---|',
    ...needs.map(([name, load]) => {
      const cores = coresFor(load);
      return row(name, cores.api, cores.worker, redis(cores.redis), cores.mongo);
    }),
    ...['', SIZING_MARKERS[1]],
  ].join('\n');
}
