import { noticeChannel, workChannel } from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';

interface Listeners {
  /**
   * Tells which sale something happened to. What happened is read where it is needed: taking every
   * notice apart would cost as much as granting.
   */
  onChange: (saleId: string) => void;
  /** Redis was out of reach for a while: whatever it told meanwhile is lost. */
  onGap: () => void;
  log: Logger;
}

export async function listenForChanges(
  subscriber: RedisClient,
  { onChange, onGap, log }: Listeners,
): Promise<() => Promise<void>> {
  const channels = [noticeChannel, workChannel];
  const receive = (channel: string, text: string) => {
    if (channel === workChannel) onChange(text);
    else if (channel === noticeChannel) onChange(text.slice(0, text.indexOf(' ')));
  };
  const resume = () => {
    // Once more, although the client subscribes by itself: the answer says from when on it listens.
    subscriber.subscribe(...channels).then(onGap, (err) => {
      log.debug({ err }, 'could not listen for changes; the next connection tries again');
    });
  };
  subscriber.on('message', receive);
  await subscriber.subscribe(...channels);
  subscriber.on('ready', resume);
  return async () => {
    subscriber.off('ready', resume);
    subscriber.off('message', receive);
    await subscriber.unsubscribe(...channels);
  };
}
