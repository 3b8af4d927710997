import type { ShopApi } from '../api/shop-api.ts';
import type { ServerClock } from './server-clock.ts';

/** Answers with sales and lines may be cached, so the clock learns the time from this one. */
export async function learnTime(shop: Pick<ShopApi, 'time'>, clock: ServerClock): Promise<void> {
  const answer = await shop.time();
  if (answer.ok) {
    clock.observe(answer.value.serverNow, answer.startedAt);
  }
}
