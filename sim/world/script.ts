import { createSeeded, type Seeded } from '@flash/testing';
import { CALM, type Weather } from './scheduler.ts';
import type { Terms } from './world.ts';

/** What a history is about, besides buyers who buy and processes that die. */
export type Theme =
  | 'plain'
  /** A process sleeps between the two halves of a change of stock, through a new epoch. */
  | 'stock in two epochs'
  /** Redis starts anew in the middle of a restore, as it was when that began. */
  | 'cut restore'
  /** A worker that has read the log sleeps until another one restores the sale. */
  | 'sleeping writer'
  /** The clock of Redis is set forward, or that of the whole host. */
  | 'clock forward'
  /** The clock of all processes is set back, not that of Redis. */
  | 'clock back'
  /** A hold vanishes from Redis without a script. */
  | 'lost hold'
  /** A sold unit becomes free in Redis without a script. */
  | 'freed unit'
  /** MongoDB is out of reach, or stores nothing at a majority. */
  | 'outage'
  /** One worker cannot reach MongoDB. */
  | 'cut worker'
  | 'archived sale'
  | 'deleted sale'
  /** Redis is full from its restart on. */
  | 'full';

/** Everything that a history draws before it begins. */
export interface Script {
  theme: Theme;
  terms: Terms;
  buyers: number;
  /** Ends of processes at any step, and right after a server has done what they asked for. */
  crashes: number;
  namedCrashes: number;
  /** A process sleeps right after a server has done what it asked for. */
  namedFreezes: number;
  freezes: number;
  /** One more end of a process when the last buyer is gone, and little happens any longer. */
  endsInQuiet: boolean;
  restarts: number;
  losesData: boolean;
  weather: Weather;
  team: number;
}

const THEMES: readonly [Theme, number][] = [
  ['plain', 50],
  ['stock in two epochs', 2],
  ['cut restore', 2],
  ['sleeping writer', 2],
  ['clock forward', 6],
  ['clock back', 3],
  ['lost hold', 8],
  ['freed unit', 5],
  ['outage', 5],
  ['cut worker', 5],
  ['archived sale', 4],
  ['deleted sale', 4],
  ['full', 4],
];

function drawTheme(random: Seeded): Theme {
  let left = random.below(THEMES.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [theme, weight] of THEMES) {
    left -= weight;
    if (left < 0) {
      return theme;
    }
  }
  return 'plain';
}

/** The theme of the history of this seed, which is the first that is drawn. */
export const themeOf = (seed: number) => drawTheme(createSeeded(seed));

/** What one process alone could have noticed is not combined with the end of that process. */
const WITHOUT_CRASHES: readonly Theme[] = ['clock forward', 'outage', 'cut worker'];
/** What is to be noticed in Redis is not combined with a new one. */
const WITHOUT_RESTARTS: readonly Theme[] = [
  'clock forward',
  'lost hold',
  'freed unit',
  'outage',
  'cut worker',
];

export function drawScript(random: Seeded): Script {
  const theme = drawTheme(random);
  const mayCrash = !WITHOUT_CRASHES.includes(theme);
  const mayRestart = !WITHOUT_RESTARTS.includes(theme);
  const mayFreeze = theme !== 'outage' && theme !== 'cut worker';
  const isSometimes = (chance: number, may = true) => may && random.chance(chance);
  const some = (chance: number, may: boolean) =>
    isSometimes(chance, may) ? 1 + random.below(2) : 0;
  const script: Script = {
    theme,
    terms: drawTerms(random, theme),
    buyers: 1 + random.below(4),
    crashes: some(0.4, mayCrash),
    namedCrashes: some(0.5, mayCrash),
    namedFreezes: isSometimes(0.3, mayFreeze) ? 1 : 0,
    freezes: isSometimes(0.3, mayFreeze) ? 1 : 0,
    endsInQuiet: isSometimes(0.3, mayCrash),
    restarts: some(theme === 'full' ? 1 : 0.35, mayRestart),
    losesData: random.chance(0.6),
    weather: drawWeather(random, theme),
    team: random.below(3),
  };
  if (theme === 'cut worker') {
    Object.assign(script, { buyers: 3 + random.below(2), team: 0 });
  }
  if (theme === 'stock in two epochs') {
    Object.assign(script, { team: 2, restarts: 0 });
  }
  if (theme === 'cut restore' || theme === 'sleeping writer') {
    Object.assign(script, { buyers: 3 + random.below(2), restarts: 1, losesData: true });
  }
  return script;
}

function drawTerms(random: Seeded, theme: Theme): Terms {
  const ttl = random.pick([2, 4, 12]) ?? 4;
  return {
    stock: 1 + random.below(3),
    holdTtlSeconds: theme === 'outage' ? 12 : ttl,
    fastPassPercent:
      random.pick(theme === 'cut worker' || theme === 'freed unit' ? [50, 100] : [0, 1, 50, 100]) ??
      0,
    extensions: random.below(2),
    lastsMs: theme === 'archived sale' ? 3_000 + random.below(6_000) : 3_600_000,
    namesPerBlock: random.chance(0.25) ? 3 : null,
    noticeLoss: random.pick([0, 0, 0.3, 1]) ?? 0,
    watchesMongo: theme === 'outage' || theme === 'cut worker',
    isRemoved: theme === 'archived sale' || theme === 'deleted sale',
    hasBoard: theme === 'clock back',
    isAudited: theme === 'freed unit',
  };
}

function drawWeather(random: Seeded, theme: Theme): Weather {
  if (theme === 'cut worker' || theme === 'outage' || random.chance(0.3)) {
    return CALM;
  }
  const rate = (most = 0.06) => (random.chance(0.5) ? random.next() * most : 0);
  return {
    lost: rate(),
    refused: rate(),
    resent: rate(random.chance(0.3) ? 0.4 : 0.06),
    slow: random.chance(0.4) ? 0.02 : 0,
  };
}
