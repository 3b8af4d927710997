import {
  applyEntry,
  type Change,
  emptyFold,
  freeUnits,
  type LogEntry,
  lineOf,
} from '@flash/fairness';
import type { Operation, Result } from './operation.ts';

const START = 1_800_000_000_000;
const HOLD_MS = 900_000;

/** A sale told by hand: its log, and what clients were answered. Tests only. */
export function createStory(stock: number) {
  const fold = emptyFold();
  const entries: LogEntry[] = [];
  const operations: Operation[] = [];
  const free: number[] = [];
  let [at, clock, units, fence] = [START, 1_000, 0, 1_000_000_000];

  function tick(): number {
    clock += 10;
    return clock;
  }

  function nextFence(): number {
    fence += 1;
    return fence;
  }

  /** A unit that came back goes first. */
  function nextUnit(): number {
    const returned = free.sort((a, b) => a - b).shift();
    if (returned !== undefined) {
      return returned;
    }
    units += 1;
    return units;
  }

  function log(change: Change): void {
    const entry = { n: fold.n + 1, at, ...change };
    entries.push(entry);
    applyEntry(fold, entry);
  }

  /** What the change made of the call is known once it is logged. */
  function call(
    action: Operation['action'],
    buyer: string,
    change: Change | null,
    resultOf: () => Result,
    attempt?: number,
  ): void {
    const invoke = tick();
    if (change) {
      log(change);
    }
    const named = attempt === undefined ? {} : { attempt };
    const told = { invoke, return: tick(), result: resultOf() };
    operations.push({ client: `of ${buyer}`, buyer, action, ...named, ...told });
  }

  const here = () => ({ epoch: fold.epoch, n: fold.n });
  const holdOf = (buyer: string) => {
    const hold = fold.holds.get(buyer);
    if (!hold) {
      throw new Error(`${buyer} holds nothing`);
    }
    return hold;
  };
  const place = (buyer: string): Extract<Result, { kind: 'place' }> => {
    const hold = fold.holds.get(buyer);
    if (hold) {
      const { seq, unit: own, fence: held, expiresAt, claimed } = hold;
      const phase = claimed ? 'claimed' : 'held';
      return {
        kind: 'place',
        at: here(),
        place: { phase, seq, unit: own, fence: held, expiresAt },
      };
    }
    const seq = fold.waiting.get(buyer);
    if (seq !== undefined) {
      const rank = lineOf(fold).findIndex((one) => one.buyer === buyer) + 1;
      return { kind: 'place', at: here(), place: { phase: 'waiting', seq, rank } };
    }
    const sold = fold.sold.get(buyer);
    if (sold) {
      return { kind: 'place', at: here(), place: { phase: 'sold', unit: sold.unit } };
    }
    const remains = fold.remains.get(buyer);
    return remains && remains.phase !== 'left'
      ? { kind: 'place', at: here(), place: { phase: remains.phase, seq: remains.seq } }
      : { kind: 'place', at: here(), place: { phase: 'none' } };
  };

  const story = {
    entries,
    operations,
    fold,
    log,
    wait(ms: number) {
      at += ms;
    },
    join(...buyers: string[]) {
      for (const buyer of buyers) {
        const change = { type: 'join', seq: fold.seq + 1, buyer, late: false } as const;
        call('join', buyer, change, () => ({ ...place(buyer), fresh: true }));
      }
    },
    look(...buyers: string[]) {
      for (const buyer of buyers) {
        call('position', buyer, null, () => place(buyer));
      }
    },
    grant(most = 200) {
      const holds = lineOf(fold)
        .slice(0, Math.min(most, freeUnits(fold)))
        .map(({ buyer, seq }) => ({ buyer, seq, unit: nextUnit(), fence: nextFence() }));
      log({ type: 'grant', mode: 'normal', expiresAt: at + HOLD_MS, price: 100, holds });
    },
    claim(buyer: string) {
      const attempt = nextFence();
      const change = { type: 'claim', buyer, fence: holdOf(buyer).fence, attempt } as const;
      call('claim', buyer, change, () => ({ kind: 'done', fresh: true, attempt }));
    },
    settle(buyer: string) {
      const { unit: own, attempt } = holdOf(buyer);
      const change = { type: 'settle', buyer, unit: own, attempt } as const;
      const done = () => ({ kind: 'done', fresh: true, at: here() }) as const;
      call('settle', buyer, change, done, attempt);
    },
    decline(buyer: string) {
      const { unit: own, attempt, expiresAt } = holdOf(buyer);
      const back = expiresAt > at ? 'held' : 'freed';
      free.push(...(back === 'freed' ? [own] : []));
      const change = { type: 'void', buyer, unit: own, attempt, back, expiresAt } as const;
      call('void', buyer, change, () => ({ kind: 'done', fresh: true, back }), attempt);
    },
    /** What the site is answered, which hides the steps. */
    confirmed(buyer: string) {
      const own = fold.sold.get(buyer)?.unit;
      call('confirm', buyer, null, () => ({ kind: 'done', unit: own }));
    },
    extend(buyer: string) {
      const hold = holdOf(buyer);
      const expiresAt = hold.expiresAt + 300_000;
      const change = { type: 'extend', buyer, fence: hold.fence, expiresAt } as const;
      call('extend', buyer, change, () => ({ kind: 'done', expiresAt }));
    },
    leave(buyer: string) {
      const hold = fold.holds.get(buyer);
      const seq = hold?.seq ?? fold.waiting.get(buyer) ?? 0;
      const change = { type: 'leave', buyer, seq, unit: hold?.unit ?? null } as const;
      const gave = hold ? 'hold' : 'place';
      free.push(...(hold ? [hold.unit] : []));
      call('leave', buyer, change, () => ({ kind: 'done', fresh: true, gave, at: here() }));
    },
    refused(action: Operation['action'], buyer: string, why: string, attempt?: number) {
      call(action, buyer, null, () => ({ kind: 'refused', why }) as Result, attempt);
    },
    expire(...buyers: string[]) {
      const holds = buyers.map(holdOf).map(({ buyer, unit: own, fence: held }) => {
        return { buyer, unit: own, fence: held };
      });
      free.push(...holds.map((hold) => hold.unit));
      log({ type: 'expire', holds });
    },
    refund(buyer: string) {
      const { unit: own, attempt } = fold.sold.get(buyer) ?? { unit: 0, attempt: 0 };
      free.push(own);
      const change = { type: 'refund', buyer, unit: own, fence: attempt } as const;
      const done = () => ({ kind: 'done', fresh: true, at: here() }) as const;
      call('refund', buyer, change, done, attempt);
    },
    /** A new epoch that lost nothing. */
    adopt() {
      const before = [...fold.holds.values()];
      const epoch = fold.epoch + 1;
      fence = epoch * 1_000_000_000;
      log({ type: 'adopt', epoch, how: 'adopt', mark: fold.seq, stock: fold.stock });
      for (const { claimed: _, attempt: __, ...hold } of before) {
        log({ ...hold, type: 'rehold', fence: nextFence() });
      }
    },
  };
  log({ type: 'activate', epoch: 1, stock });
  return story;
}

export type Story = ReturnType<typeof createStory>;
