import { hostname } from 'node:os';
import type { mongo } from 'mongoose';
import type { Sessions } from '../connection/sessions.ts';
import type { ProcessDoc } from './model.ts';

const INTERVAL_MS = 500;
const majority = { writeConcern: { w: 'majority', journal: true, wtimeoutMS: 1_000 } } as const;

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
  let beating = Promise.resolve();

  async function beat(options?: mongo.UpdateOptions): Promise<void> {
    const now = { kind, host: hostname(), startedAt, sessions: sessions.ids(), info: info() };
    await processes.updateOne(
      { _id: id },
      { $set: now, $currentDate: { at: true } },
      { upsert: true, ...options },
    );
  }

  function schedule(): void {
    timer = setTimeout(() => {
      // The next beat follows at once: a lost one costs nothing, a slow one would.
      beating = beat({ writeConcern: { w: 1 }, maxTimeMS: INTERVAL_MS })
        .catch(() => {})
        .finally(() => {
          if (timer) {
            schedule();
          }
        });
    }, INTERVAL_MS);
  }

  return {
    async start(as: string, describe: () => Record<string, unknown> = () => ({})) {
      kind = as;
      info = describe;
      sessions.onGrowth(() => beat());
      await beat();
      schedule();
    },
    beatNow: () => beat({ ...majority, maxTimeMS: 1_000 }),
    async stop() {
      const isStarted = timer !== undefined;
      clearTimeout(timer);
      timer = undefined;
      sessions.onGrowth(async () => {});
      await beating;
      if (isStarted) {
        await processes.deleteOne({ _id: id }).catch(() => {});
      }
    },
  };
}
