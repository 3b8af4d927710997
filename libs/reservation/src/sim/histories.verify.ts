import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { seedOfRun, startPrivateRedis } from '@flash/testing';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { playHistories } from './history.ts';
import { countOutcomes, missingOutcomes } from './outcome-codes.ts';

const { HISTORIES, HISTORY } = process.env;
const COUNT = Number(HISTORIES ?? 4_000);
const LEAST = 100;
/** In so many histories even the rarest answer has been met often enough. */
const ENOUGH = 4_000;

const programs = fileURLToPath(new URL('../../../../tools/engines/programs.mjs', import.meta.url));

describe.each(['6.2', '7.0', 'valkey'])('on the release %s of the server', (release) => {
  test(`${COUNT} random histories get the same answers and states from scripts and model, each answer of each script ${LEAST} times`, async () => {
    const find = [programs, 'redis', release];
    const binary = execFileSync(process.execPath, find, { encoding: 'utf8' }).trim();
    const server = await startPrivateRedis({ binary });
    const redis = new Redis(server.url);
    onTestFinished(async () => {
      redis.disconnect();
      await server.destroy();
    });
    const outcomes = countOutcomes(redis);
    const seed = seedOfRun();
    const command = `node tools/with-engines.mjs --redis ${release} -- npx vitest run libs/reservation/src/sim/histories.sim.test.ts`;
    const run = { seed, count: COUNT, length: 60, only: HISTORY, command };
    const seen = await playHistories(redis, run);
    console.info(release, `seed ${seed}`, Object.fromEntries([...outcomes].sort()));
    const isWhole = COUNT >= ENOUGH && !HISTORY;
    expect(seen.size).toBeGreaterThan(isWhole ? 60 : 0);
    expect(missingOutcomes(outcomes, isWhole ? LEAST : 0)).toEqual([]);
  });
});
