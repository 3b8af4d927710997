import { keysOf } from '@flash/reservation';
import type { World } from './world.ts';

/** Buyers who were left to wait although a unit was free and nothing was wrong. */
export interface ServiceWatch {
  found: string[];
  look(): void;
}

const EVERY_MS = 250;
/** After a fault others take over within so long, and serve. */
const WITHIN_MS = 5_000;

/** Looks now and then whether units are free while buyers wait, in a sale that is in order and open. */
export function watchService(world: World): ServiceWatch {
  const { scheduler } = world;
  const found: string[] = [];
  let lookedAt = 0;
  let since: number | null = null;

  return {
    found,
    look() {
      const now = scheduler.steady;
      if (now - lookedAt < EVERY_MS) {
        return;
      }
      lookedAt = now;
      if (!isLeftWaiting(world)) {
        since = null;
        return;
      }
      since ??= now;
      const lateMs = Math.round(now - Math.max(since, world.disturbedUntil));
      if (lateMs > WITHIN_MS && found.length === 0) {
        found.push(`units are free and buyers wait, for ${lateMs} ms in which nothing went wrong`);
      }
    },
  };
}

function isLeftWaiting({ redis, saleId, scheduler }: World): boolean {
  const keys = keysOf(saleId);
  const fields = ['run', 'halted', 'paused', 'closed', 'endsAt', 'graceUntil'];
  const values = redis.run(['HMGET', keys.meta, ...fields]) as (string | null)[];
  const [run, halted, paused, closed, endsAt, graceUntil] = values;
  const now = scheduler.serverNow();
  const isInOrder = run === redis.replid && halted === '' && Number(graceUntil) <= now;
  const isOpen = paused === '0' && closed === '0' && now < Number(endsAt);
  return (
    isInOrder &&
    isOpen &&
    Number(redis.run(['GET', keys.inventory])) > 0 &&
    Number(redis.run(['ZCARD', keys.line])) > 0
  );
}
