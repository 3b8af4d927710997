import { z } from 'zod';
import { salePhase } from './phase.ts';
import { count, utc } from './scalars.ts';
import { pause, wait } from './state.ts';

/** The public state of a line: the same for everyone, so that caches may keep it for a second. */
export const lineAnswer = z.object({
  phase: salePhase,
  waiting: count,
  free: count,
  /** Held or being paid for. */
  held: count,
  sold: count,
  stock: count,
  message: z.string().nullable(),
  pause: pause.nullable(),
  wait: wait.nullable(),
  startsAt: utc,
  endsAt: utc,
  lobbyOpensAt: utc,
  serverNow: utc,
  n: count,
  epoch: count,
});
export type LineAnswer = z.infer<typeof lineAnswer>;
