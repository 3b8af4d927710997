import { seedOfRun, testRedis } from '@flash/testing';
import type { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { loadScripts, scriptNames } from '../../libs/reservation/src/scripts.ts';
import { playHistories } from '../../libs/reservation/src/sim/history.ts';
import { createRedisClient, scriptTexts, serve } from './redis-client.ts';
import { RedisStore, type Reply } from './redis-store.ts';

const { HISTORIES, HISTORY } = process.env;
const COUNT = Number(HISTORIES ?? 20);
const command = 'node tools/with-engines.mjs -- npx vitest run sim/stores/redis-twin.sim.test.ts';

/** What a server may answer in any order. */
const UNORDERED = new Set(['HGETALL', 'SMEMBERS', 'HSCAN', 'KEYS']);

/** Both are asked; a difference in one reply, or in an error, fails. */
function createTwin(redis: Redis, store: RedisStore): Redis {
  const texts = { of: (sha1: string) => originals.get(sha1), sent: (text: string) => text };
  return createRedisClient(async (words) => {
    const [real, own] = [await settle(() => askServer(redis, words)), settleNow(words)];
    if (!UNORDERED.has(words[0] ?? '') && names.get(words[1] ?? '') !== 'time') {
      expect(withoutTime(own, words), words.slice(0, 1).join(' ')).toEqual(
        withoutTime(real, words),
      );
    }
    if ('error' in real) {
      throw new Error(real.error);
    }
    return real.reply;
  });

  function settleNow(words: readonly string[]) {
    if (words[0] === 'KEYS') {
      return { reply: [] };
    }
    try {
      return { reply: serve(store, texts, words) };
    } catch (error) {
      return { error: kindOf(error) };
    }
  }
}

const scripts = loadScripts();
const names = new Map(scriptNames.map((name) => [scripts[name].sha1, name]));

/** A glance begins with the time, and the clocks of the two are not the same. */
function withoutTime(settled: { reply: Reply } | { error: string }, words: readonly string[]) {
  const isGlance = names.get(words[1] ?? '') === 'glance';
  return isGlance && 'reply' in settled && Array.isArray(settled.reply)
    ? settled.reply.slice(1)
    : settled;
}

async function askServer(redis: Redis, words: readonly string[]): Promise<Reply> {
  const [name = '', ...args] = words;
  try {
    const reply = (await redis.call(name, args)) as Reply;
    // The client's protocol puts a score and its member into a list of their own.
    return name === 'ZRANGE' && Array.isArray(reply) ? reply.flat() : reply;
  } catch (error) {
    if (name !== 'EVALSHA' || !String(error).includes('NOSCRIPT')) {
      throw error;
    }
    return (await redis.call('EVAL', [textOf(args[0] ?? ''), ...args.slice(1)])) as Reply;
  }
}

const originals = scriptTexts();
const textOf = (sha1: string) => originals.get(sha1) ?? '';

async function settle(ask: () => Promise<Reply>) {
  return ask().then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error: kindOf(error) }),
  );
}

/** The texts differ in the place that they name. */
const kindOf = (error: unknown) => /OOM|WRONGTYPE|out of range/.exec(String(error))?.[0] ?? 'error';

test(`in ${COUNT} random histories the store and a real Redis give the same reply to every script`, async () => {
  const redis = testRedis();
  onTestFinished(() => redis.disconnect());
  const store = new RedisStore(() => Date.now());
  const info = await redis.info('replication');
  store.replid = /master_replid:(\w+)/.exec(info)?.[1] ?? '';
  const run = { seed: seedOfRun(), count: COUNT, length: 60, only: HISTORY, command };
  const seen = await playHistories(createTwin(redis, store), run);
  expect(seen.size).toBeGreaterThan(COUNT >= 15 && !HISTORY ? 30 : 0);
}, 120_000);
