import { type Seeded, waitFor } from '@flash/testing';
import type { Crowd, Habits } from '../bots.ts';
import type { World } from '../world.ts';

/** One way in which something goes wrong; the first part of the id is its number in the list of faults. */
export interface Fault {
  /** Such as `F13.kill`. */
  id: string;
  /** In words, for the report. */
  what: string;
  /** Redis comes back with less than it had. */
  loses?: boolean;
  /** Keys of a sale are damaged: only what was told afterwards can be checked. */
  damages?: boolean;
  /** Clocks are set, so no span of time in the log can be judged. */
  setsClock?: boolean;
  /** What it harms or cannot do without: two faults that use the same thing are never combined. */
  uses: readonly Thing[];
  /** How long it lasts. */
  lastsMs: { from: number; to: number };
  /** Why it cannot be played on this machine; empty where it can. */
  missing?(world: World): string;
  /** Before the sale is made, such as a process that will die at a named point. */
  prepare?(world: World, chance: Seeded): Promise<void>;
  habits?: Partial<Habits>;
  /** Terms of the sale. */
  sale?(now: number): Record<string, unknown>;
  /** Does the harm. */
  inject(scene: Scene): Promise<Harm>;
}

type Thing = 'api' | 'worker' | 'redis' | 'mongod' | 'buyers' | 'team' | 'queue';

/** For what only shows when a buyer comes along: waits a while, and heals then. */
export const untilSeen = (isSeen: () => boolean | Promise<boolean>) =>
  waitFor(isSeen, { timeoutMs: SEEN_MS, intervalMs: 20 }).catch(() => {});
/** Longer than a sale stands still that is being restored, also on a busy machine: then no buyer comes along. */
export const SEEN_MS = 30_000;

export interface Scene {
  world: World;
  saleId: string;
  chance: Seeded;
  crowd: Crowd;
}

/** Harm that was done, until it is healed. */
export interface Harm {
  /**
   * Ends it, and answers what a third party saw of it: the kernel, the server's own counters, a wire, another
   * clock. Empty: it was not seen, and the round has failed.
   */
  heal(): Promise<string>;
}
