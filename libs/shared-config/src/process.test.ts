import { describe, expect, test } from 'vitest';
import { checkReplicaSet, runSteps } from './process.ts';

const admin = (answers: Record<string, Record<string, unknown>>) => ({
  command: async (command: Record<string, unknown>) => {
    const answer = answers[Object.keys(command)[0] ?? ''];
    if (!answer) {
      throw new Error('not authorised');
    }
    return answer;
  },
});

describe('MongoDB at the start', () => {
  test('has to be able to do transactions', async () => {
    await expect(checkReplicaSet(admin({ hello: { ok: 1 } }))).rejects.toThrow(/rs\.initiate/);
    expect(await checkReplicaSet(admin({ hello: { setName: 'rs0' } }))).toEqual([]);
    expect(await checkReplicaSet(admin({ hello: { msg: 'isdbgrid' } }))).toEqual([]);
  });

  test('should give up abandoned transactions soon', async () => {
    const of = (transactionLifetimeLimitSeconds: number) =>
      checkReplicaSet(
        admin({ hello: { setName: 'rs0' }, getParameter: { transactionLifetimeLimitSeconds } }),
      );
    expect(await of(3)).toEqual([]);
    expect(await of(60)).toEqual([expect.stringContaining('transactionLifetimeLimitSeconds to 3')]);
  });
});

describe('stopping', () => {
  test('closes everything in order, also after a step that failed', async () => {
    const done: string[] = [];
    const failed: unknown[] = [];
    const step = (name: string) => ({ name, close: async () => void done.push(name) });
    const broken = { name: 'queue', close: () => Promise.reject(new Error('no')) };
    const log = { error: (fields: { step: string }) => void failed.push(fields.step) };
    await runSteps([step('http'), broken, step('redis')], log as never);
    expect(done).toEqual(['http', 'redis']);
    expect(failed).toEqual(['queue']);
  });
});
