import { hostname } from 'node:os';
import type { mongo } from 'mongoose';
import type { Sessions } from '../connection/sessions.ts';
import type { ProcessDoc } from './model.ts';

const intervalMs = 500;

/** Tells the others that this process lives, and which sessions to end when it does not. */
export function createHeartbeat(deps: {
  id: string;
  processes: mongo.Collection<ProcessDoc>;
  sessions: Sessions;
}) {
  const { id, processes, sessions } = deps;
  const startedAt = new Date();
  let kind = '';
  let info: () => Record<string, unknown> = () => ({});
  let timer: NodeJS.Timeout | undefined;

  async function beat(): Promise<void> {
    await processes.updateOne(
      { _id: id },
      {
        $set: { kind, host: hostname(), startedAt, sessions: sessions.ids(), info: info() },
        $currentDate: { at: true },
      },
      // The next beat follows at once; a lost one costs nothing, a slow one would.
      { upsert: true, writeConcern: { w: 1 }, maxTimeMS: intervalMs },
    );
  }

  function schedule(): void {
    timer = setTimeout(() => {
      beat()
        .catch(() => {})
        .finally(() => timer && schedule());
    }, intervalMs);
  }

  return {
    async start(as: string, describe: () => Record<string, unknown> = () => ({})) {
      kind = as;
      info = describe;
      sessions.onGrowth(beat);
      await beat();
      schedule();
    },
    async stop() {
      const beating = timer !== undefined;
      clearTimeout(timer);
      timer = undefined;
      sessions.onGrowth(async () => {});
      if (beating) {
        await processes.deleteOne({ _id: id }).catch(() => {});
      }
    },
  };
}
