import { noticeChannel } from '@flash/reservation';
import type { RedisClient } from '@flash/shared-config';

/**
 * Tells which sale something happened to. What happened is read where it is needed: taking every
 * notice apart would cost as much as granting.
 */
export async function listenForChanges(
  subscriber: RedisClient,
  onChange: (saleId: string) => void,
): Promise<() => Promise<void>> {
  const receive = (channel: string, text: string) => {
    if (channel === noticeChannel) onChange(text.slice(0, text.indexOf(' ')));
  };
  subscriber.on('message', receive);
  await subscriber.subscribe(noticeChannel);
  return async () => {
    subscriber.off('message', receive);
    await subscriber.unsubscribe(noticeChannel);
  };
}
