import type { Sale } from '@flash/database';
import { expect, test } from 'vitest';
import { createJoinGate } from '../join-gate.ts';
import { type AttemptDeps, attempt } from './attempt.ts';
import type { Claim } from './claim.ts';

test('an attempt to pay that breaks off is logged with its sale, and its outcome is not known', async () => {
  const bug = new TypeError('no such method');
  const logged: unknown[] = [];
  const deps = {
    log: { error: (facts: unknown, text: unknown) => logged.push(facts, text), warn() {} },
    payment: { authorise: async () => ({ kind: 'authorised' }) },
    gate: createJoinGate(),
    committer: { commit: () => Promise.reject(bug) },
  } as unknown as AttemptDeps;
  const sale = { id: 's1', currency: 'EUR' } as Sale;
  const proof = { buyer: 'b1', seq: null, email: 'b1@example.org' };
  const claim = { attempt: 7, epoch: 1, hold: { buyer: 'b1', unit: 1, seq: 1, price: 0 } };
  const request = { paymentToken: 'any', contact: null };
  expect(await attempt(deps, sale, proof, request, claim as Claim)).toEqual({ kind: 'pending' });
  expect(logged).toEqual([{ err: bug, saleId: 's1', attempt: 7 }, 'an attempt to pay failed']);
});
