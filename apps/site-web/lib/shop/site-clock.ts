import { createServerClock, type ServerClock } from '@flash/web';
import type { ShopApi } from './shop-api.ts';

/** One for the whole tab: what one page has learnt of the server's time serves the next one. */
export const siteClock = createServerClock();

/** Sales and lines may come out of a cache, so their times teach the clock nothing; this one does. */
export async function learnTime(shop: Pick<ShopApi, 'time'>, clock: ServerClock): Promise<void> {
  const answer = await shop.time();
  if (answer.ok) {
    clock.observe(answer.value.serverNow, answer.startedAt);
  }
}
