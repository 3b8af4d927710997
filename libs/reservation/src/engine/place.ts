import { createBatch } from '../call/batch.ts';
import type { Caller } from '../call/call.ts';
import type { ReplicaWait } from '../call/replica-wait.ts';
import { named, parsePlace } from '../call/reply.ts';
import { checkId, checkNetwork, checkNumber } from '../keys.ts';
import type { JoinOutcome, PositionsOutcome } from '../outcomes.ts';
import type { Joiner } from '../types.ts';

const refusals = {
  3: 'not_open',
  4: 'ended',
  5: 'sold_out',
  6: 'no_proof',
  10: 'too_many_places',
} as const;
const answers = { 1: 'joined', 2: 'already', 7: 'repeated', 8: 'repeated', 9: 'gone' } as const;
const ONLY_NAMED = 8;
const WAIT = 11;

/** With `replicas` a place is only told once one of them has it. */
export function createJoin(call: Caller, replicas?: ReplicaWait) {
  const batch = createBatch(call, 'join');

  return async (saleId: string, who: Joiner): Promise<JoinOutcome> => {
    const { buyer, bearer, ticket, attempt, network } = who;
    const mark = replicas?.mark() ?? 0;
    const r = await batch(saleId, [
      checkId('buyer', buyer),
      bearer ? 1 : 0,
      ticket ? checkNumber('seq', ticket.seq) : '',
      attempt ? checkId('attempt', attempt.proof) : '',
      attempt?.name ? checkId('attempt', attempt.name) : '',
      network === undefined ? '' : checkNetwork(network),
    ]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const code = r.number();
    const answer = {
      place: parsePlace(buyer, r.text()),
      size: r.number(),
      free: r.number(),
      held: r.number(),
      wake: r.number() === 1,
      epoch: r.number(),
      n: r.number(),
      now: r.number(),
    };
    const { now, epoch } = answer;
    if (code === WAIT) {
      return { kind: 'refused', why: 'wait', at: r.number(), now, epoch };
    }
    if (code in refusals) {
      return { kind: 'refused', why: named(refusals, code), now, epoch };
    }
    const kind = named(answers, code);
    // The place stays; the same request finds it again.
    if (replicas && !(await replicas.reached(mark))) {
      return { kind: 'unavailable', why: 'unreplicated' };
    }
    if (kind === 'gone') {
      return { kind: 'repeated', ...answer, place: { state: 'none' }, proved: false };
    }
    return { kind, ...answer, proved: code !== ONLY_NAMED };
  };
}

export function createPosition(call: Caller) {
  return async (saleId: string, buyers: readonly string[]): Promise<PositionsOutcome> => {
    for (const buyer of buyers) {
      checkId('buyer', buyer);
    }
    const r = await call('position', saleId, [buyers.join(' ')]);
    if (r.kind === 'unavailable') {
      return r;
    }
    const counts = {
      epoch: r.number(),
      n: r.number(),
      now: r.number(),
      size: r.number(),
      free: r.number(),
      held: r.number(),
      claimed: r.number(),
      sold: r.number(),
    };
    const places = r.texts().map((text, i) => parsePlace(buyers[i] ?? '', text));
    const meta = r.fields();
    return {
      kind: 'positions',
      places,
      ...counts,
      stock: meta.number(),
      startsAt: meta.number(),
      endsAt: meta.number(),
      lobbyOpensAt: meta.number(),
      paused: meta.number() === 1,
      pauseReason: meta.text(),
      pauseSince: meta.number(),
      message: meta.text(),
      closed: meta.number() === 1,
    };
  };
}
