import type { LogEntry } from '../entry.ts';
import { epochBase, type Fold, freeUnits } from '../fold-state.ts';
import type { Report } from './violation.ts';

/** I4 and I9: places are drawn one after the other, kept, and served smallest first. */
export function createLineOrder(report: Report) {
  const heap = createMinHeap();
  /** Places that have to be back after a restore, with the expiry of their hold. */
  const owed = new Map<string, { seq: number; expiresAt: number }>();

  function checkJoin(fold: Fold, entry: Extract<LogEntry, { type: 'join' }>): void {
    const { buyer, seq, n } = entry;
    if (fold.waiting.has(buyer) || fold.holds.has(buyer) || fold.sold.has(buyer)) {
      report('I3', 'TWO_PLACES', `${buyer} joined at ${n} and had a place`);
    }
    if (fold.remains.get(buyer)?.phase === 'removed') {
      report('I3', 'REMOVED_RETURNED', `${buyer} joined at ${n} after being removed`);
    }
    if (seq >= epochBase(fold.epoch)) {
      if (seq > fold.seq + 1) {
        report('I9', 'SEQ_SKIPPED', `seq ${seq} follows ${fold.seq} at ${n}`);
      }
      if (seq <= fold.seq) {
        report('I9', 'SEQ_REUSED', `seq ${seq} drawn again at ${n}`);
      }
      return;
    }
    const mark = fold.marks.find(({ epoch }) => epoch === Math.floor(seq / epochBase(1)));
    if (mark && seq <= mark.seq) {
      report('I9', 'SEQ_REUSED', `seq ${seq} came back at ${n} though the log covers it`);
    }
  }

  function checkGrant(fold: Fold, entry: Extract<LogEntry, { type: 'grant' }>): void {
    let last = 0;
    for (const { buyer, seq } of entry.holds) {
      const known = fold.waiting.get(buyer);
      if (known !== seq) {
        report(
          'I4',
          'NOT_IN_LINE',
          `${buyer} got a unit at ${entry.n} with seq ${seq}, not ${known}`,
        );
      }
      if (seq <= last) {
        report('I4', 'OUT_OF_ORDER', `seq ${seq} served after ${last} at ${entry.n}`);
      }
      last = Math.max(last, seq);
    }
  }

  /** After the entry: every buyer who still waits must come after those who were served. */
  function checkOvertaken(fold: Fold, entry: Extract<LogEntry, { type: 'grant' }>): void {
    const first = headOf(fold);
    const last = entry.holds.reduce((most, { seq }) => Math.max(most, seq), 0);
    if (first !== null && first < last) {
      report('I4', 'OVERTAKEN', `seq ${first} waits while ${last} was served at ${entry.n}`);
    }
  }

  const seqsBySeq = new Map<number, string>();

  function headOf(fold: Fold): number | null {
    for (;;) {
      const seq = heap.peek();
      if (seq === null) {
        return null;
      }
      const buyer = seqsBySeq.get(seq);
      if (buyer !== undefined && fold.waiting.get(buyer) === seq) {
        return seq;
      }
      seqsBySeq.delete(seq);
      heap.pop();
    }
  }

  function enter(buyer: string, seq: number): void {
    heap.push(seq);
    seqsBySeq.set(seq, buyer);
  }

  function settleDebt(buyer: string, seq: number | null, n: number): void {
    const debt = owed.get(buyer);
    if (debt && seq !== null && debt.seq !== seq) {
      report('I9', 'PLACE_MOVED', `${buyer} came back at ${n} with seq ${seq}, not ${debt.seq}`);
    }
    owed.delete(buyer);
  }

  return {
    headOf,
    before(fold: Fold, entry: LogEntry): void {
      if (entry.type === 'join') {
        checkJoin(fold, entry);
      }
      if (entry.type === 'grant') {
        checkGrant(fold, entry);
      }
      if (entry.type === 'adopt') {
        // What an earlier new epoch still owes, because the log was cut in its entries, stays owed.
        for (const { buyer, seq, expiresAt } of fold.holds.values()) {
          owed.set(buyer, { seq, expiresAt });
        }
      } else if (entry.type === 'rehold') {
        settleDebt(entry.buyer, entry.seq, entry.n);
      } else if (entry.type === 'settle' || entry.type === 'refund') {
        settleDebt(entry.buyer, null, entry.n);
      } else if (entry.type === 'requeue') {
        for (const place of entry.places) {
          settleDebt(place.buyer, place.seq, entry.n);
        }
      } else if (entry.type === 'leave' && fold.sold.has(entry.buyer)) {
        // A second place of a buyer who owns a unit: a restore ends it.
        settleDebt(entry.buyer, entry.seq, entry.n);
      } else if (owed.size > 0) {
        this.collect(entry.at);
      }
    },
    after(fold: Fold, entry: LogEntry): void {
      if (entry.type === 'join') {
        enter(entry.buyer, entry.seq);
      }
      if (entry.type === 'requeue') {
        for (const { buyer, seq } of entry.places) {
          enter(buyer, seq);
        }
      }
      if (entry.type === 'grant') {
        checkOvertaken(fold, entry);
      }
    },
    /** The entries of a restore are over: who still lacks the place he had has lost it. */
    collect(at: number): void {
      for (const [buyer, { seq, expiresAt }] of owed) {
        if (expiresAt > at) {
          report('I9', 'PLACE_LOST', `${buyer} with seq ${seq} lost it in a restore`);
        }
      }
      owed.clear();
    },
  };
}

/** Smallest number first. Places come mostly in rising order, which costs one comparison each. */
function createMinHeap() {
  const items: number[] = [];
  const at = (i: number): number => items[i] ?? Number.POSITIVE_INFINITY;

  function swap(i: number, j: number): void {
    const kept = at(i);
    items[i] = at(j);
    items[j] = kept;
  }

  return {
    peek: (): number | null => items[0] ?? null,
    push(value: number): void {
      let i = items.push(value) - 1;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        if (at(parent) <= value) {
          return;
        }
        swap(i, parent);
        i = parent;
      }
    },
    pop(): void {
      const last = items.pop();
      if (last === undefined || items.length === 0) {
        return;
      }
      items[0] = last;
      for (let i = 0; ; ) {
        const left = 2 * i + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(child) >= at(i)) {
          return;
        }
        swap(i, child);
        i = child;
      }
    },
    clear(): void {
      items.length = 0;
    },
  };
}

interface IdleRules {
  lateMs: number;
  graceMs: number;
  exempt: readonly { from: number; to: number }[];
  window: { startsAt: number; endsAt: number } | null;
  headOf: (fold: Fold) => number | null;
}

/** I10: free units and a waiting line mean a grant within a second, whenever granting is allowed. */
export function createIdleWatch(report: Report, rules: IdleRules) {
  /** Since when a buyer could have been served and none was; null while none could. */
  let since: number | null = null;
  let graceUntil = 0;

  /** When the present state began, or will begin, to allow a grant; null while it does not. */
  function dueFrom(fold: Fold): number | null {
    const window = fold.window ?? rules.window;
    const head = rules.headOf(fold);
    if (!window || head === null || freeUnits(fold) <= 0 || fold.paused || fold.closed) {
      return null;
    }
    const mayServeNow = head < epochBase(fold.epoch);
    return Math.max(window.startsAt, mayServeNow ? 0 : graceUntil);
  }

  function judge(fold: Fold, until: number): void {
    const due = dueFrom(fold);
    if (since === null || due === null) {
      return;
    }
    const window = fold.window ?? rules.window;
    const from = Math.max(since, due);
    const to = Math.min(until, window?.endsAt ?? until);
    const waitedMs = to - from;
    if (waitedMs <= rules.lateMs || overlaps(rules.exempt, from, to)) {
      return;
    }
    const line = `${freeUnits(fold)} free, ${fold.waiting.size} waiting`;
    report('I10', 'NOT_SERVED', `${line}, and no grant for ${waitedMs} ms after entry ${fold.n}`);
    since = until;
  }

  return {
    judge,
    before(fold: Fold, entry: LogEntry): void {
      // A restore and an outage are explanations: no buyer could be served meanwhile.
      if (entry.type === 'adopt' || entry.type === 'shift') {
        since = entry.at;
      } else {
        judge(fold, entry.at);
      }
      if (entry.type === 'adopt') {
        graceUntil = entry.at + rules.graceMs;
      }
    },
    after(fold: Fold, entry: LogEntry): void {
      if (dueFrom(fold) === null) {
        since = null;
      } else if (since === null || entry.type === 'grant') {
        since = entry.at;
      }
    },
  };
}

export function overlaps(
  windows: readonly { from: number; to: number }[],
  from: number,
  to: number,
): boolean {
  return windows.some((window) => window.from <= to && window.to >= from);
}
