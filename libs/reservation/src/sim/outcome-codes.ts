import type { Command, Redis } from 'ioredis';
import { scriptOf } from '../call/run-script.ts';
import { loadScripts, type ScriptName, scriptNames } from '../scripts.ts';

/** Scripts that answer what they read, without a code. */
export const readers = new Set<ScriptName>([
  ...(['position', 'snapshot', 'readLog', 'sweep', 'time', 'allow', 'attend', 'glance'] as const),
]);

/** Scripts that answer each command of a batch; they are sent in a way of their own (`atOnce`). */
const batches = new Set<ScriptName>(['join', 'claim', 'settle']);

/** Codes of a sale that is missing, on another server, being restored, or ahead of the clock. */
const NOT_NOW = [-1, -2, -3, -4];

/**
 * All that each script can answer. -5 (halted) stands only where a halt is an answer: elsewhere a script has found
 * keys that contradict each other. No step of a history brings that about, which each of them checks; `guarantees`
 * and `restore` damage keys.
 */
export const outcomeCodes: Record<ScriptName, readonly (number | 'read')[]> = {
  // -1: it makes what is missing.
  activate: [1, 2, -2, -3, -4],
  join: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -6, ...NOT_NOW],
  position: ['read', ...NOT_NOW],
  grant: [1, 2, 3, 4, 5, 6, 7, 8, -5, ...NOT_NOW],
  claim: [1, 2, 3, 4, 5, 6, 7, 8, ...NOT_NOW],
  renew: [1, 2, ...NOT_NOW],
  settle: [1, 2, 3, ...NOT_NOW],
  heal: [1, 2, 3, ...NOT_NOW],
  void: [1, 2, 3, ...NOT_NOW],
  extend: [1, 2, 3, 4, 5, 6, ...NOT_NOW],
  leave: [1, 2, 3, 4, 5, ...NOT_NOW],
  sweep: ['read', ...NOT_NOW],
  release: [1, 2, 3, 4, 5, ...NOT_NOW],
  remove: [1, 2, 3, 4, ...NOT_NOW],
  rules: [1, 2, ...NOT_NOW],
  adjust: [1, 2, -5, ...NOT_NOW],
  refund: [1, 2, ...NOT_NOW],
  shift: [1, 2, ...NOT_NOW],
  snapshot: ['read', ...NOT_NOW],
  allow: ['read', ...NOT_NOW],
  halt: [1, 2, ...NOT_NOW],
  freeze: [1, 2, ...NOT_NOW],
  stored: [1, 2, ...NOT_NOW],
  mark: [0, 1],
  stage: [0, 1],
  adopt: [0, 1],
  lock: [0, 1],
  renewLock: [0, 1],
  unlock: [0, 1],
  readLog: ['read'],
  time: ['read'],
  lead: [0, 1],
  attend: ['read'],
  glance: ['read'],
};

/** Answers that no history gives, and the test that does. */
export const beyondHistories: Partial<Record<ScriptName, Readonly<Record<number, string>>>> = {
  adjust: { 3: 'more than 5,000 units that came back are moved: engine/stock.int.test.ts' },
};

/** Counts what scripts answer on this connection, by script and code. */
export function countOutcomes(redis: Redis): Map<string, number> {
  const counts = new Map<string, number>();
  const scripts = loadScripts();
  const names = new Map(scriptNames.map((name) => [scripts[name].sha1, name]));
  const nameOf = (command: string, [first]: readonly unknown[]) => {
    const text = String(first);
    return names.get(command.toUpperCase() === 'EVAL' ? scriptOf(text).sha1 : text);
  };
  function note(name: ScriptName, reply: unknown): void {
    for (const code of codesOf(name, reply)) {
      const key = `${name} ${code}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const call = redis.call.bind(redis) as (name: string, args: unknown[]) => Promise<unknown>;
  const send = redis.sendCommand.bind(redis) as (...given: unknown[]) => Promise<unknown>;
  Object.assign(redis, {
    async call(command: string, args: unknown[]) {
      const name = nameOf(command, args);
      const reply = await call(command, args);
      if (name) {
        note(name, reply);
      }
      return reply;
    },
    sendCommand(command: Command, ...more: unknown[]) {
      const name = nameOf(command.name, command.args);
      const reply = send(command, ...more);
      // All others pass here as well, on their way from `call`.
      if (name && batches.has(name)) {
        reply.then(
          (answered) => note(name, answered),
          () => {},
        );
      }
      return reply;
    },
  });
  return counts;
}

function codesOf(name: ScriptName, reply: unknown): unknown[] {
  if (batches.has(name) && Array.isArray(reply)) {
    return reply.map((one) => (Array.isArray(one) ? one[0] : one));
  }
  if (typeof reply === 'number' && reply < 0) {
    return [reply];
  }
  if (readers.has(name)) {
    return ['read'];
  }
  return [Array.isArray(reply) ? reply[name === 'shift' ? 2 : 0] : reply];
}

/** What was answered less than `least` times, of all that can be answered. */
export function missingOutcomes(counts: ReadonlyMap<string, number>, least: number): string[] {
  return Object.entries(outcomeCodes).flatMap(([name, codes]) =>
    codes.flatMap((code) => {
      const count = counts.get(`${name} ${code}`) ?? 0;
      return count < least ? [`${name} ${code}: ${count}`] : [];
    }),
  );
}
