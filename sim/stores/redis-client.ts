import type { Redis } from 'ioredis';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import type { RedisStore, Reply } from './redis-store.ts';
import { chunkOf, ReplyError } from './redis-store.ts';

/** Sends one command and answers what the server said; rejects where a client would. */
export type Send = (words: readonly string[]) => Promise<Reply>;

/** The part of ioredis that the engine uses, over any way to send a command. */
export function createRedisClient(send: Send): Redis {
  const words = (args: readonly unknown[]) => args.flat().map(String);
  const client = {
    status: 'ready',
    call: (name: string, args: unknown[]) => send([name, ...words(args)]),
    sendCommand: ({ name, args }: { name: string; args: unknown[] }) =>
      send([name, ...words(args)]),
    async hgetall(key: string) {
      const flat = (await send(['HGETALL', key])) as string[];
      const fields: Record<string, string> = {};
      for (let i = 0; i < flat.length; i += 2) {
        fields[flat[i] ?? ''] = flat[i + 1] ?? '';
      }
      return fields;
    },
    multi() {
      const commands: string[][] = [];
      const chain = {
        zadd: (...args: unknown[]) => queue('ZADD', args),
        hset: (...args: unknown[]) => queue('HSET', args),
        async exec() {
          const replies: [null, Reply][] = [];
          for (const command of commands) {
            replies.push([null, await send(command)]);
          }
          return replies;
        },
      };
      function queue(name: string, args: unknown[]) {
        commands.push([name, ...words(args)]);
        return chain;
      }
      return chain;
    },
  };
  for (const name of plain) {
    Object.assign(client, {
      [name]: (...args: unknown[]) => send([name.toUpperCase(), ...words(args)]),
    });
  }
  return client as unknown as Redis;
}

const plain = [
  ...['hscan', 'xrange', 'exists', 'unlink', 'del', 'sadd', 'smembers', 'srem', 'hset'],
  ...['zrange', 'keys', 'get', 'set', 'hdel', 'zrem', 'incrby', 'hget', 'hmget', 'type', 'hlen'],
  ...['pttl', 'info', 'zcard'],
] as const;

/** Script texts by the hash that callers name. `patch` changes one, so that a test can plant a fault. */
export function scriptTexts(patch: (name: string, text: string) => string = (_, text) => text) {
  const scripts = loadScripts();
  return new Map(
    scriptNames.map((name) => [scripts[name].sha1, patch(name, scripts[name].text)] as const),
  );
}

/** Texts of the scripts that a server knows. */
export interface Texts {
  /** By the hash that a caller names. */
  of(sha1: string): string | undefined;
  /** Of one that a caller sends as a whole. */
  sent(text: string): string;
}

/** Runs a command on the store, as a server does. */
export function serve(store: RedisStore, texts: Texts, words: readonly string[]): Reply {
  const [name, script = '', count = '0', ...rest] = words;
  if (name !== 'EVALSHA' && name !== 'EVAL') {
    return store.run(words);
  }
  const text = name === 'EVAL' ? texts.sent(script) : texts.of(script);
  if (text === undefined) {
    throw new ReplyError('NOSCRIPT No matching script.');
  }
  const keys = Number(count);
  return store.runScript(chunkOf(text), rest.slice(0, keys), rest.slice(keys));
}
