import { randomBytes } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import { checkId } from '../keys.ts';
import type { Unavailable } from '../outcomes.ts';
import { type BatchScript, loadScripts, type ScriptName } from '../scripts.ts';
import { named, type Reader, readReply } from './reply.ts';
import { type Argument, atOnce, runScript } from './run-script.ts';

/** Runs one script on one sale and answers its reply, or why the engine would not act. */
export interface Caller {
  (script: ScriptName, saleId: string, args: readonly Argument[]): Promise<Reader | Unavailable>;
  /** Commands of one batch; an Error stands for one that Redis could not do. */
  each(
    script: BatchScript,
    saleId: string,
    entries: readonly (readonly Argument[])[],
  ): Promise<(Reader | Unavailable | Error)[]>;
  /** The same with further keys, for the steps of a restore. */
  raw(
    script: ScriptName,
    saleId: string,
    keys: readonly string[],
    args: readonly Argument[],
  ): Promise<unknown>;
}

const whyByCode: Record<number, Unavailable['why']> = {
  [-1]: 'missing',
  [-2]: 'epoch',
  [-3]: 'restoring',
  [-4]: 'clock',
  [-5]: 'halted',
  [-6]: 'lagging',
};

const thisProcess = randomBytes(9).toString('base64url');
let commands = 0;

/**
 * Names one command. ioredis sends a command again when the connection breaks before the answer, so a
 * script may get it twice: the second time it has to find by this name that the work is done.
 */
export function newCommandToken(): string {
  commands += 1;
  return `${thisProcess}-${commands.toString(36)}`;
}

/** `now` replaces the server's time and is for tests only. */
export function createCaller(redis: Redis | Cluster, now?: () => number): Caller {
  const scripts = loadScripts();

  async function raw(
    name: ScriptName,
    saleId: string,
    keys: readonly string[],
    args: readonly Argument[],
  ): Promise<unknown> {
    const script = scripts[name];
    const all = [...script.keys(checkId('sale', saleId)), ...keys];
    return runScript(redis, script, all, args);
  }

  async function call(name: ScriptName, saleId: string, args: readonly Argument[]) {
    try {
      return understand(await raw(name, saleId, [], now ? [...args, now()] : args));
    } catch (error) {
      if (isReply(error, OUT_OF_MEMORY)) {
        return unavailable('memory');
      }
      throw error;
    }
  }

  async function each(
    name: BatchScript,
    saleId: string,
    entries: readonly (readonly Argument[])[],
  ): Promise<(Reader | Unavailable | Error)[]> {
    const args = entries.flat();
    const script = scripts[name];
    const keys = script.keys(checkId('sale', saleId));
    const reply = await runScript(redis, script, keys, now ? [...args, now()] : args, atOnce);
    if (!Array.isArray(reply)) {
      const all = understand(reply);
      return entries.map(() => all);
    }
    return reply.map(understandOne);
  }

  return Object.assign(call, { raw, each });
}

/** What became of one command of a batch: a text is the error that it ended by. */
function understandOne(reply: unknown): Reader | Unavailable | Error {
  if (typeof reply !== 'string') {
    return understand(reply);
  }
  return OUT_OF_MEMORY.test(reply) ? unavailable('memory') : new Error(reply);
}

const OUT_OF_MEMORY = /OOM command not allowed/;

function understand(reply: unknown): Reader | Unavailable {
  if (typeof reply !== 'number') {
    return readReply(reply);
  }
  return unavailable(named(whyByCode, reply));
}

function unavailable(why: Unavailable['why']): Unavailable {
  return { kind: 'unavailable', why };
}

/** True for both ways in which the command reached the server and was refused by it. */
export function isReply(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && pattern.test(error.message);
}
