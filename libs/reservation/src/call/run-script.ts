import { createHash } from 'node:crypto';
import { type Cluster, Command, type Redis } from 'ioredis';

export type Argument = string | number;

/** A script by its text and by the hash under which a server remembers it. */
export interface ScriptText {
  text: string;
  sha1: string;
}

export function scriptOf(text: string): ScriptText {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

type Send = (
  redis: Redis | Cluster,
  command: 'EVAL' | 'EVALSHA',
  args: readonly Argument[],
) => Promise<unknown>;

/** Shares a write to the socket with the other commands of this turn of the event loop, and waits for its end. */
const gathered: Send = (redis, command, args) => redis.call(command, [...args]);

/** For who has waited for the end of the turn already. */
export const atOnce: Send = async (redis, command, args) =>
  redis.sendCommand(new Command(command, [...args], { replyEncoding: 'utf8' }));

/** Names the script by its hash; a server that does not know it is sent the text. */
export async function runScript(
  redis: Redis | Cluster,
  { text, sha1 }: ScriptText,
  keys: readonly string[],
  args: readonly Argument[],
  send: Send = gathered,
): Promise<unknown> {
  try {
    // One list, not arguments: a restore may bring more of them than a call can take.
    return await send(redis, 'EVALSHA', [sha1, keys.length, ...keys, ...args]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) {
      throw error;
    }
    return send(redis, 'EVAL', [text, keys.length, ...keys, ...args]);
  }
}
