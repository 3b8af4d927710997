import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

export type Argument = string | number;

/** A script by its text and by the hash under which a server remembers it. */
export interface ScriptText {
  text: string;
  sha1: string;
}

export function scriptOf(text: string): ScriptText {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/** Names the script by its hash; a server that does not know it is sent the text. */
export async function runScript(
  redis: Redis | Cluster,
  { text, sha1 }: ScriptText,
  keys: readonly string[],
  args: readonly Argument[],
): Promise<unknown> {
  try {
    // One list, not arguments: a restore may bring more of them than a call can take.
    return await redis.call('EVALSHA', [sha1, keys.length, ...keys, ...args]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) {
      throw error;
    }
    return redis.call('EVAL', [text, keys.length, ...keys, ...args]);
  }
}
