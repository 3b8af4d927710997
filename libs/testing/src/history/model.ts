import {
  applyEntry,
  emptyFold,
  epochBase,
  type Fold,
  freeUnits,
  type LogEntry,
  type Report,
} from '@flash/fairness';
import { createRanks } from './rank.ts';

type Of<Type extends LogEntry['type']> = Extract<LogEntry, { type: Type }>;

/**
 * The sale as sequential code: takes the entries of a log one after the other and says which of them could
 * not have followed the state before it. What an entry changes is the fold's to say; this is what has to be
 * true before.
 */
export function createModel(seqs: Iterable<number>, report: Report) {
  const fold = emptyFold();
  const line = createRanks(seqs);
  const owners = new Map<number, string>();
  let fence = 0;
  let isClosed = false;

  function need(isRight: boolean, ...breach: Parameters<Report>): void {
    if (!isRight) {
      report(...breach);
    }
  }

  function drawn(number: number, n: number): void {
    need(number > fence, 'I7', 'FENCE_REUSED', `fence ${number} at ${n}, after ${fence}`);
    fence = Math.max(fence, number);
  }

  function checkJoin({ buyer, seq, n }: Of<'join'>): void {
    const lives = fold.waiting.has(buyer) || fold.holds.has(buyer) || fold.sold.has(buyer);
    need(!lives, 'I3', 'TWO_PLACES', `${buyer} joined at ${n} and had a place`);
    const isRemoved = fold.remains.get(buyer)?.phase === 'removed';
    need(!isRemoved, 'I3', 'REMOVED_RETURNED', `${buyer} joined at ${n} after being removed`);
    const left = fold.stock - fold.sold.size;
    need(left > 0, 'window', 'JOINED_SOLD_OUT', `${buyer} joined at ${n}, and all units were sold`);
    need(!isClosed, 'window', 'JOINED_CLOSED', `${buyer} joined at ${n}, after the sale had ended`);
    if (seq >= epochBase(fold.epoch)) {
      need(seq === fold.seq + 1, 'I9', 'WRONG_SEQ', `seq ${seq} follows ${fold.seq} at ${n}`);
      return;
    }
    const mark = fold.marks.find(({ epoch }) => epoch === Math.floor(seq / epochBase(1)));
    const isCovered = mark === undefined || seq <= mark.seq;
    need(!isCovered, 'I9', 'WRONG_SEQ', `seq ${seq} came back at ${n} though the log covers it`);
  }

  function checkGrant({ holds, n, at, expiresAt }: Of<'grant'>): void {
    need(!fold.paused, 'window', 'GRANTED_PAUSED', `units were granted at ${n} in a pause`);
    need(!isClosed, 'window', 'GRANTED_CLOSED', `units were granted at ${n} after the end`);
    const { window } = fold;
    const isOpen = window === null || (at >= window.startsAt && at < window.endsAt);
    need(isOpen, 'window', 'GRANTED_CLOSED', `units were granted at ${n} outside the window`);
    const free = freeUnits(fold);
    need(holds.length <= free, 'I2', 'OVERSOLD', `${holds.length} granted at ${n} of ${free} free`);
    need(expiresAt > at, 'I6', 'CUT_SHORT', `holds granted at ${n} had no time`);
    for (const [i, { buyer, seq, unit, fence: own }] of holds.entries()) {
      const known = fold.waiting.get(buyer);
      if (known === seq) {
        const rank = line.rankOf(seq);
        const told = `seq ${seq} was served at ${n} as number ${i + 1} and stood at ${rank}`;
        need(rank === i + 1, 'I4', 'OVERTAKEN', told);
      } else {
        report('I4', 'NOT_IN_LINE', `${buyer} got a unit at ${n} with seq ${seq}, not ${known}`);
      }
      take(unit, buyer, n);
      drawn(own, n);
    }
  }

  function take(unit: number, buyer: string, n: number): void {
    const owner = owners.get(unit);
    need(owner === undefined, 'I1', 'UNIT_TWICE', `${buyer} got unit ${unit} of ${owner} at ${n}`);
    const isKnown = unit >= 1 && unit <= fold.unitTop;
    need(isKnown, 'I1', 'UNIT_UNKNOWN', `${buyer} got unit ${unit} at ${n} of ${fold.unitTop}`);
    owners.set(unit, buyer);
  }

  function checkClaim({ buyer, fence: named, attempt, at, n }: Of<'claim'>): void {
    const hold = fold.holds.get(buyer);
    const isIts = hold !== undefined && !hold.claimed && hold.fence === named;
    need(isIts, 'I7', 'CLAIM_WITHOUT_HOLD', `${buyer} claimed at ${n} without that hold`);
    const isLate = hold !== undefined && at >= hold.expiresAt;
    need(!isLate, 'I7', 'CLAIM_AFTER_EXPIRY', `${buyer} claimed at ${n} a hold that was over`);
    drawn(attempt, n);
  }

  /** Without a claim the record of an order spoke; then the unit has to be free, or the buyer's own. */
  function checkSettle({ buyer, unit, attempt, n }: Of<'settle'>): void {
    const isSold = fold.sold.has(buyer);
    need(
      !isSold,
      'I5',
      'SETTLED_TWICE',
      `${buyer} owned a unit before ${unit} was settled at ${n}`,
    );
    const hold = fold.holds.get(buyer);
    if (hold?.claimed) {
      const isIts = hold.attempt === attempt && hold.unit === unit;
      need(isIts, 'I5', 'OTHER_HOLD', `${buyer} settled unit ${unit} at ${n} of another attempt`);
    }
    if (hold) {
      owners.delete(hold.unit);
    }
    take(unit, buyer, n);
  }

  function checkVoid({ buyer, unit, attempt, back, at, expiresAt, n }: Of<'void'>): void {
    const hold = fold.holds.get(buyer);
    const isIts = hold?.claimed === true && hold.attempt === attempt && hold.unit === unit;
    need(
      isIts,
      'I2',
      'FREED_TWICE',
      `attempt ${attempt} of ${buyer} ended at ${n} and did not run`,
    );
    const isOver = back === 'held' && at >= expiresAt;
    need(!isOver, 'I6', 'OUTLIVED', `${buyer} got unit ${unit} back at ${n} after its time`);
    if (isIts && back === 'freed') {
      owners.delete(unit);
    }
  }

  function checkExtend({ buyer, fence: named, expiresAt, at, n }: Of<'extend'>): void {
    const hold = fold.holds.get(buyer);
    const isIts = hold !== undefined && !hold.claimed && hold.fence === named;
    const isRight = isIts && at < hold.expiresAt && expiresAt > hold.expiresAt;
    need(isRight, 'I6', 'EXTENDED_WRONGLY', `${buyer} got more time at ${n} for no such hold`);
  }

  /** A hold that is not being paid for ends, and its unit is free. */
  function free(buyer: string, unit: number, n: number): void {
    const hold = fold.holds.get(buyer);
    const isIts = hold?.unit === unit && !hold.claimed;
    need(isIts, 'I2', 'FREED_TWICE', `unit ${unit} came back from ${buyer} at ${n}, not a holder`);
    if (isIts) {
      owners.delete(unit);
    }
  }

  function checkEnd(entry: Of<'leave'> | Of<'remove'>): void {
    const { type, buyer, seq, unit, n } = entry;
    if (unit !== null) {
      free(buyer, unit, n);
      return;
    }
    const known = fold.waiting.get(buyer);
    const isGone = type === 'remove' && known === undefined && fold.remains.get(buyer)?.seq === seq;
    need(known === seq || isGone, 'I9', 'NOT_IN_LINE', `${buyer} ended at ${n} a place of another`);
  }

  function checkExpire({ holds, at, n }: Of<'expire'>): void {
    for (const { buyer, unit } of holds) {
      const expiresAt = fold.holds.get(buyer)?.expiresAt ?? 0;
      // Where holds are not honoured after the end they end with the sale.
      const mayEnd = isClosed || (fold.window !== null && at >= fold.window.endsAt);
      need(
        at >= expiresAt || mayEnd,
        'I6',
        'CUT_SHORT',
        `${buyer} lost unit ${unit} early at ${n}`,
      );
      free(buyer, unit, n);
    }
  }

  function checkRefund({ buyer, unit, fence: attempt, n }: Of<'refund'>): void {
    const own = fold.sold.get(buyer) ?? fold.holds.get(buyer);
    const isIts = own?.attempt === attempt && own.unit === unit;
    need(
      isIts,
      'I2',
      'FREED_TWICE',
      `unit ${unit} was refunded to ${buyer} at ${n}, not its owner`,
    );
    if (isIts) {
      owners.delete(unit);
    }
  }

  function checkAdjust({ by, stock, n }: Of<'adjust'>): void {
    const isSum = stock === fold.stock + by;
    need(isSum, 'I2', 'WRONG_STOCK', `the stock is ${stock} at ${n}, not ${fold.stock} and ${by}`);
    const free = freeUnits(fold);
    need(free + by >= 0, 'I2', 'OVERSOLD', `${-by} units were taken away at ${n} of ${free} free`);
  }

  function checkAdopt({ epoch, mark, n }: Of<'adopt'>): void {
    need(epoch > fold.epoch, 'I9', 'WRONG_EPOCH', `epoch ${epoch} follows ${fold.epoch} at ${n}`);
    const isCovered = mark >= fold.seq;
    need(isCovered, 'I9', 'WRONG_SEQ', `places up to ${fold.seq} are known at ${n}, not ${mark}`);
    owners.clear();
    for (const { unit, buyer } of fold.sold.values()) {
      owners.set(unit, buyer);
    }
  }

  function checkRehold({ buyer, seq, unit, fence: own, n }: Of<'rehold'>): void {
    const before = fold.promised.get(buyer)?.seq ?? fold.waiting.get(buyer) ?? seq;
    need(before === seq, 'I9', 'PLACE_MOVED', `${buyer} had seq ${before} and got ${seq} at ${n}`);
    // They may need more units than are known: a restore knows the sale's number.
    const owner = owners.get(unit);
    need(owner === undefined, 'I1', 'UNIT_TWICE', `${buyer} got unit ${unit} of ${owner} at ${n}`);
    owners.set(unit, buyer);
    fence = Math.max(fence, own);
  }

  function checkRequeue({ places, n }: Of<'requeue'>): void {
    for (const { buyer, seq } of places) {
      const before = fold.promised.get(buyer)?.seq ?? fold.waiting.get(buyer) ?? seq;
      need(
        before === seq,
        'I9',
        'PLACE_MOVED',
        `${buyer} had seq ${before} and got ${seq} at ${n}`,
      );
    }
  }

  const checks: { [Type in LogEntry['type']]?: (entry: Of<Type>) => void } = {
    join: checkJoin,
    grant: checkGrant,
    claim: checkClaim,
    settle: checkSettle,
    void: checkVoid,
    extend: checkExtend,
    leave: checkEnd,
    remove: checkEnd,
    expire: checkExpire,
    release: ({ buyer, unit, n }) => free(buyer, unit, n),
    refund: checkRefund,
    adjust: checkAdjust,
    adopt: checkAdopt,
    rehold: checkRehold,
    requeue: checkRequeue,
    end: () => {
      isClosed = true;
    },
    // It may have opened the sale again, and does not say so.
    edit: () => {
      isClosed = false;
    },
  };

  function check(entry: LogEntry): void {
    const { n, at, type } = entry;
    need(n === fold.n + 1, 'I9', 'LOG_GAP', `entry ${n} follows ${fold.n}`);
    // A sale whose log was lost before any of it was stored begins with its next epoch.
    const isFirst = type === 'activate' || (type === 'adopt' && fold.n === 0);
    need(isFirst === (fold.n === 0), 'I9', 'LOG_GAP', `${type} stands at ${n}`);
    const isBack = type !== 'adopt' && at < fold.at;
    need(!isBack, 'I6', 'TIME_BACK', `entry ${n} is ${fold.at - at} ms before the one before it`);
    checks[type]?.(entry as never);
  }

  return {
    fold: fold as Readonly<Fold>,
    rankOf: line.rankOf,
    /** Checks the entry and applies it; answers the buyers whose place it may have changed. */
    step(entry: LogEntry): readonly string[] {
      check(entry);
      const buyers = buyersOf(entry, fold);
      const before = buyers.map((buyer) => fold.waiting.get(buyer));
      applyEntry(fold, entry);
      for (const [i, buyer] of buyers.entries()) {
        const [was, is] = [before[i], fold.waiting.get(buyer)];
        if (was !== is) {
          if (was !== undefined) {
            line.remove(was);
          }
          if (is !== undefined) {
            line.add(is);
          }
        }
      }
      return buyers;
    },
  };
}

function buyersOf(entry: LogEntry, fold: Fold): string[] {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.map(({ buyer }) => buyer);
    case 'requeue':
      return entry.places.map(({ buyer }) => buyer);
    case 'adopt':
      return [...fold.holds.keys()];
    default:
      return 'buyer' in entry ? [entry.buyer] : [];
  }
}
