import { createServerClock, type ServerClock } from '@flash/web';
import type { ShopApi } from './shop-api.ts';

/** One clock per tab: a measurement made by one page serves the next one. */
export const siteClock = createServerClock();

/** Answers with sales and lines may be cached, so the clock learns the time from this one. */
export async function learnTime(shop: Pick<ShopApi, 'time'>, clock: ServerClock): Promise<void> {
  const answer = await shop.time();
  if (answer.ok) {
    clock.observe(answer.value.serverNow, answer.startedAt);
  }
}
