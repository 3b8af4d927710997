import type { Sale } from '@flash/database';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AttemptDeps, attempt } from './attempt.ts';
import type { Claim } from './claim.ts';

const claim = {
  ...{ attempt: 8, epoch: 1 },
  hold: { buyer: 'ada', unit: 3, seq: 5, price: 900 },
} as Claim;
const OWN = { kind: 'order', order: { id: 'own' } };
const VOID = { kind: 'void' };

interface World {
  /** What the provider answers, one after the other; an error stands for no answer, `never` for silence. */
  authorise: (string | Error)[];
  commit: object;
  /** The record on the attempt, as each read finds it. */
  reads: (object | null | Error)[];
  /** What the void meets. */
  record: object | null | Error;
  voided: object | Error;
  cancel: string;
  settled: string;
  liveOfBuyer: object | null;
  liveOfUnit: object[];
  isLiveStill: boolean;
  renewed: string;
}

function setup(changes: Partial<World> = {}) {
  const world: World = {
    ...{ authorise: ['authorised'], commit: { kind: 'committed', order: { id: 'new' } } },
    ...{ reads: [], record: VOID, voided: { kind: 'held' }, cancel: 'cancelled' },
    ...{ settled: 'settled', liveOfBuyer: null, liveOfUnit: [], isLiveStill: true },
    ...{ renewed: 'renewed', ...changes },
  };
  const said: string[] = [];
  const say = (...words: unknown[]) => void said.push(words.join(' '));
  const given = <T>(value: T | Error) => {
    if (value instanceof Error) {
      throw value;
    }
    return value;
  };
  const deps = {
    engine: {
      async renew() {
        say('renew');
        return { kind: world.renewed };
      },
      async settle(_sale: string, order: { attempt: number; orderId: string; fromRecord?: true }) {
        say('settle', order.attempt, order.orderId, ...(order.fromRecord ? ['by record'] : []));
        return { kind: world.settled };
      },
      async void(_sale: string, { isDeclined = false }: { isDeclined?: boolean }) {
        say(isDeclined ? 'void declined' : 'void');
        return given(world.voided);
      },
      refund: async (_sale: string, order: { attempt: number }) => say('refund', order.attempt),
    },
    db: {
      orders: {
        async byFence() {
          say('read');
          return given(world.reads.shift() ?? null);
        },
        async insertVoid() {
          say('void record');
          return given(world.record);
        },
        liveByBuyer: async () => world.liveOfBuyer,
        liveByUnits: async () => world.liveOfUnit,
        byId: async () => ({ live: world.isLiveStill }),
        setPayment: async (_key: object, from: string, to: string) => say(from, '→', to),
      },
    },
    committer: { commit: async () => world.commit },
    payment: {
      async authorise() {
        say('authorise');
        const kind = given(world.authorise.shift() ?? 'unknown');
        return kind === 'never' ? new Promise(() => {}) : { kind };
      },
      async cancel() {
        say('cancel');
        return { kind: world.cancel };
      },
    },
    orders: { keep: ({ id }: { id: string }) => say('keep', id) },
    captures: { add: ({ fence }: { fence: number }) => say('capture', fence) },
    gate: { writeOrder: (work: () => Promise<unknown>) => work() },
    log: { warn() {}, error: () => say('broke off') },
    crash: () => {},
  } as unknown as AttemptDeps;
  const sale = { id: 's', currency: 'EUR' } as Sale;
  const who = { buyer: 'ada', email: null } as unknown as Parameters<typeof attempt>[2];
  const request = { paymentToken: 'tok', contact: null } as unknown as Parameters<
    typeof attempt
  >[3];
  return { world, said, pay: () => attempt(deps, sale, who, request, claim) };
}

async function paid(changes: Partial<World>) {
  const { said, pay } = setup(changes);
  const result = await pay();
  await new Promise((resolve) => setImmediate(resolve));
  return { result, said: said.filter((what) => !['authorise', 'renew'].includes(what)) };
}

test('an order that is written is remembered, captured and settled', async () => {
  expect(await paid({})).toEqual({
    result: { kind: 'ordered', orderId: 'new' },
    said: ['keep new', 'capture 8', 'settle 8 new'],
  });
});

describe('a declined payment', () => {
  const declined = (voided: object | Error) => paid({ authorise: ['declined'], voided });

  test.each<[string, object | Error, object]>([
    [
      'leaves the hold, and says from when on the next attempt may come',
      { kind: 'held', retryAfterMs: 30 },
      { kind: 'declined', retryAfterMs: 30 },
    ],
    [
      'ends the hold when there were too many',
      { kind: 'freed', tooManyDeclines: true },
      { kind: 'too_many_declines' },
    ],
    ['ends a hold whose time was over', { kind: 'freed' }, { kind: 'expired' }],
    [
      'is told also when Redis cannot take note of it',
      { kind: 'unavailable', why: 'memory' },
      { kind: 'declined' },
    ],
    ['is told also when Redis does not answer', new Error('away'), { kind: 'declined' }],
  ])('%s', async (_what, voided, result) => {
    expect(await declined(voided)).toEqual({ result, said: ['void declined'] });
  });
});

describe('a provider', () => {
  beforeEach(() =>
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
  );
  afterEach(() => vi.useRealTimers());

  test.each<[string, (string | Error)[], string, number]>([
    ['that says it does not know is asked once more', ['unknown', 'authorised'], 'ordered', 2],
    ['whose answer was lost is asked once more', [new Error('lost'), 'declined'], 'declined', 2],
    [
      'that does not know twice leaves the attempt open',
      ['unknown', 'unknown', 'authorised'],
      'pending',
      2,
    ],
    ['that declines is not asked again', ['declined', 'authorised'], 'declined', 1],
  ])('%s', async (_what, authorise, kind, asked) => {
    const { said, pay } = setup({ authorise });
    expect((await pay()).kind).toBe(kind);
    expect(said.filter((what) => what === 'authorise')).toHaveLength(asked);
  });

  test('that is silent leaves the attempt open, and the claim is kept until then', async () => {
    const { said, pay } = setup({ authorise: ['never'] });
    const paying = pay();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await paying).toEqual({ kind: 'pending' });
    expect(said[0]).toBe('authorise');
    const renewals = said.filter((what) => what === 'renew').length;
    expect(renewals).toBeGreaterThanOrEqual(19);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(said).toHaveLength(1 + renewals);
  });

  test('that is slow: a claim that is no longer the running one is not renewed again', async () => {
    const { said, pay } = setup({ authorise: ['never'], renewed: 'stale' });
    const paying = pay();
    await vi.advanceTimersByTimeAsync(20_000);
    await paying;
    expect(said).toEqual(['authorise', 'renew']);
  });
});

describe('when it is not known whether the order was written', () => {
  test.each<[string, object]>([
    ['because the answer was lost', { kind: 'unknown' }],
    ['because another process wrote on the attempt', { kind: 'duplicate', on: 'fence' }],
  ])('%s, its record decides', async (_why, commit) => {
    expect(await paid({ commit, reads: [OWN] })).toEqual({
      result: { kind: 'ordered', orderId: 'own' },
      said: ['read', 'capture 8', 'settle 8 own'],
    });
    expect(await paid({ commit, reads: [new Error('away'), null, VOID] })).toEqual({
      result: { kind: 'held_again' },
      said: ['read', 'read', 'read', 'void record', 'cancel', 'void', 'cancel pending → cancelled'],
    });
  });

  test('and no record is found for two seconds, the attempt stays open', async () => {
    const found = await paid({ commit: { kind: 'unknown' } });
    expect(found).toEqual({ result: { kind: 'pending' }, said: Array(8).fill('read') });
  });
});

describe.each([
  ['sold_out', 'sold_out'],
  ['epoch', 'restoring'],
])('an order that cannot be written (%s)', (kind, told) => {
  test('ends the attempt, and the money is let go', async () => {
    const { result, said } = await paid({ commit: { kind } });
    expect(result).toEqual({ kind: told });
    expect(said).toEqual(['void record', 'cancel', 'void', 'cancel pending → cancelled']);
  });

  test('is there after all when the void meets it', async () => {
    expect(await paid({ commit: { kind }, record: OWN })).toEqual({
      result: { kind: 'ordered', orderId: 'own' },
      said: ['void record'],
    });
  });
});

describe('an attempt that must not become an order', () => {
  const ended = (changes: Partial<World>) =>
    paid({ commit: { kind: 'unknown' }, reads: [VOID], ...changes });

  test.each<[string, Partial<World>, string]>([
    ['leaves the hold', { voided: { kind: 'held' } }, 'held_again'],
    ['that a worker voided first leaves what is left', { voided: { kind: 'stale' } }, 'held_again'],
    ['frees the unit when the time is over', { voided: { kind: 'freed' } }, 'expired'],
    ['is open while Redis cannot be told', { voided: { kind: 'unavailable' } }, 'pending'],
    ['is open while its void cannot be written', { record: new Error('away') }, 'pending'],
    ['is open while its record cannot be read', { record: null }, 'pending'],
  ])('%s', async (_what, changes, kind) => {
    expect((await ended(changes)).result).toEqual({ kind });
  });

  test('has its payment cancelled later when the provider does not do it now', async () => {
    const { said } = await ended({ cancel: 'unknown' });
    expect(said).toEqual(['read', 'void record', 'cancel', 'void']);
  });

  test('neither pays back nor frees anything while its void is not written', async () => {
    expect((await ended({ record: null })).said).toEqual(['read', 'void record']);
  });
});

describe('a buyer or a unit that a live order owns already', () => {
  const commit = { kind: 'duplicate', on: 'buyer' };
  const live = { id: 'first', buyer: 'ada', unit: 2, fence: 4 };
  const voids = ['void record', 'cancel', 'void', 'cancel pending → cancelled'];

  test('keeps that order, and Redis is told of it', async () => {
    const { result, said } = await paid({
      commit,
      liveOfBuyer: live,
      liveOfUnit: [{ ...live, id: 'no' }],
    });
    expect(result).toEqual({ kind: 'ordered', orderId: 'first' });
    expect(said.toSorted()).toEqual([...voids, 'settle 4 first by record'].toSorted());
  });

  test('of another buyer, leaves this attempt open', async () => {
    const { result, said } = await paid({ commit, liveOfUnit: [{ ...live, buyer: 'eve' }] });
    expect(result).toEqual({ kind: 'pending' });
    expect(said.toSorted()).toEqual([...voids, 'settle 4 first by record'].toSorted());
  });

  test('gives its unit back when it was refunded since it was read, and only what Redis took over', async () => {
    const refunded = { commit, liveOfBuyer: live, isLiveStill: false };
    expect((await paid(refunded)).said).toContain('refund 4');
    expect((await paid({ ...refunded, settled: 'already' })).said).not.toContain('refund 4');
    expect((await paid({ ...refunded, isLiveStill: true })).said).not.toContain('refund 4');
  });

  test('is not looked for when the void meets the own order', async () => {
    expect(await paid({ commit, record: OWN, liveOfBuyer: live })).toEqual({
      result: { kind: 'ordered', orderId: 'own' },
      said: ['void record'],
    });
  });
});
