import { createLogger } from '@flash/shared-config';
import { describe, expect, test } from 'vitest';
import { createKeyedQueue } from './keyed-queue.ts';

const log = createLogger({ name: 'test', level: 'silent', isProduction: true });

describe('a keyed queue', () => {
  test('keep a slow sale from holding up another, and a slow database from holding up the line', () => {
    const queue = createKeyedQueue(log);
    const begun: string[] = [];
    const never = (name: string) => () => {
      begun.push(name);
      return new Promise(() => {});
    };
    queue.start('blocks', 'slow', never('blocks of slow'));
    queue.start('drain', 'slow', never('drain of slow'));
    queue.start('drain', 'slow', never('a second drain of slow'));
    queue.start('drain', 'other', never('drain of other'));
    return Promise.resolve().then(() => {
      expect(begun).toEqual(['blocks of slow', 'drain of slow', 'drain of other']);
      expect(queue.isBusy('drain', 'slow')).toBe(true);
    });
  });

  test('go on after a failure, and start nothing once they are closed', async () => {
    const queue = createKeyedQueue(log);
    let runs = 0;
    const again = async () => {
      runs += 1;
      // As a finished task asks for the next one.
      setTimeout(() => queue.start('sweep', 's', again));
      throw new Error('gone');
    };
    queue.start('sweep', 's', again);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await queue.close();
    const before = runs;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(before).toBeGreaterThan(1);
    expect(runs).toBe(before);
  });
});
