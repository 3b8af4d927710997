import { createSeeded } from '@flash/testing';
import type { Planted } from '../planted/planted.ts';
import { Clients } from './clients.ts';
import { Faults } from './faults.ts';
import { type HoldTimes, watchHoldTimes } from './hold-times.ts';
import { type Facts, type Finding, isAtRest, isServable, judge } from './judge.ts';
import { deliverEvents } from './provider.ts';
import { CALM, Scheduler } from './scheduler.ts';
import { drawScript, type Script } from './script.ts';
import { type ServiceWatch, watchService } from './service.ts';
import { inVirtualTime } from './virtual-time.ts';
import { openWorld, type World } from './world.ts';

/** What a history was, in figures. */
export interface Told {
  seed: number;
  theme: string;
  steps: number;
  crashes: number;
  /** Times that Redis was started anew, and how often it had lost something. */
  restarts: number;
  losses: number;
  confirmed: number;
  findings: Finding[];
}

const MAIN_MS = 40_000;
const QUIET_MS = 4_000;
const FULL_MS = 15_000;
const REST_MS = 60_000;
const READ_MS = 10_000;
/** Within so long a worker looks again at a sale that another one has judged, or that was changed by hand. */
const LOOK_MS = 6_500;

/** Plays one history from its seed: always the same one. */
export async function playHistory(
  seed: number,
  planted: Planted = {},
  trace?: (line: string) => void,
): Promise<Told> {
  const random = createSeeded(seed);
  const scheduler = new Scheduler(random);
  scheduler.trace = trace;
  scheduler.agesByWallClock = planted.agesByWallClock === true;
  return inVirtualTime(scheduler, async () => {
    const script = drawScript(random);
    const world = await openWorld(scheduler, script.terms, planted);
    const stage = new Stage(world, script);
    await stage.play();
    const { crashes, restarts, losses } = stage.faults;
    const { answers } = stage.clients;
    const { theme } = script;
    const counts = { steps: scheduler.steps, crashes, restarts, losses };
    const told = { seed, theme, ...counts, confirmed: answers.confirmed.length };
    return { ...told, findings: await judge(world, answers, stage.facts()) };
  });
}

class Stage {
  readonly faults: Faults;
  readonly clients: Clients;
  private readonly holdTimes: HoldTimes;
  private readonly service: ServiceWatch;
  private readonly world: World;
  private readonly script: Script;
  private isRestored = true;
  private staleBoards: string[] = [];

  constructor(world: World, script: Script) {
    this.world = world;
    this.script = script;
    this.holdTimes = watchHoldTimes(world);
    this.service = watchService(world);
    this.faults = new Faults(world, script);
    this.clients = new Clients(world, script, this.faults.apis);
    if (world.provider) {
      deliverEvents(world, world.provider.fake, this.faults.apis);
    }
  }

  facts(): Facts {
    const { losses, restarts, damages, damagedAt } = this.faults;
    const { holdTimes, service, isRestored, staleBoards } = this;
    return {
      ...{ losses, restarts, damages, damagedAt, isRestored, staleBoards },
      ...{ ...holdTimes, late: service.found },
    };
  }

  async play(): Promise<void> {
    const { world, clients, faults, service, script } = this;
    const { scheduler, random, redis } = world;
    const until = (ms: number) => scheduler.steady + ms;
    const isDone = () => clients.open === 0;
    scheduler.weather = script.weather;
    scheduler.onStep = () => {
      faults.onStep();
      service.look();
    };
    scheduler.onDone = (process, name) => faults.onDone(process, name);
    await scheduler.run(() => isDone() && random.chance(0.2), until(MAIN_MS));
    if (script.endsInQuiet) {
      await scheduler.run(faults.armInQuiet(), until(QUIET_MS));
    }
    // From here on nothing goes wrong any longer, and the system has to come to rest by itself.
    faults.calm();
    scheduler.weather = CALM;
    if (redis.isFull) {
      this.isRestored = await scheduler.run(
        () => scheduler.steps % 16 === 0 && isServable(world),
        until(FULL_MS),
      );
      redis.isFull = false;
    }
    await scheduler.run(
      () => isDone() && scheduler.steps % 16 === 0 && isAtRest(world),
      until(REST_MS),
    );
    if (faults.damages > 0) {
      await scheduler.run(() => false, until(LOOK_MS));
      await scheduler.run(() => isAtRest(world), until(REST_MS));
    }
    if (script.terms.hasBoard) {
      clients.start(async () => {
        this.staleBoards = await clients.staleBoards();
      });
      await scheduler.run(isDone, until(READ_MS));
      // A hold that ended meanwhile is in the log, and is stored a moment later.
      await scheduler.run(() => isAtRest(world), until(REST_MS));
    }
  }
}
