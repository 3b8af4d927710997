import type { Change, ChangeType, LogEntry } from './entry.ts';
import { emptyFold, epochBase, epochOf, type Fold, type FoldedRemains } from './fold-state.ts';
import { changesState, peopleIn } from './named-values.ts';

/** What one entry means. Judges nothing: an impossible entry is applied as far as it goes. */
export function applyEntry(fold: Fold, entry: LogEntry): void {
  fold.n = entry.n;
  if (entry.type === 'unknown') {
    if (changesState(entry.name)) {
      fold.unknown.add(entry.name);
    }
  } else {
    // All of a new epoch's own entries are there once another one follows them.
    if (fold.promised.size > 0 && !answersHolds(entry.type)) {
      fold.promised.clear();
    }
    meanings[entry.type](fold, entry as never);
  }
  // A new epoch counts by the clock as it is now, which may have been set back.
  fold.at = entry.type === 'adopt' ? entry.at : Math.max(fold.at, entry.at);
}

/** The one meaning of a log: restoring and auditing both read it with this. */
export function foldLog(entries: Iterable<LogEntry>, fold: Fold = emptyFold()): Fold {
  for (const entry of entries) {
    applyEntry(fold, entry);
  }
  return fold;
}

/** Why this log cannot be the whole one: the first number missing or out of turn; null when dense. */
export function gapBefore(fold: Fold, entry: LogEntry): string | null {
  return entry.n === fold.n + 1 ? null : `entry ${entry.n} follows ${fold.n}`;
}

type EntryOf<Type extends ChangeType> = Extract<Change, { type: Type }> &
  Pick<LogEntry, 'n' | 'at'>;

/** For each change: what is different after it. */
const meanings: { [Type in ChangeType]: (fold: Fold, entry: EntryOf<Type>) => void } = {
  activate(fold, { epoch, stock }) {
    fold.epoch = epoch;
    fold.seq = epochBase(epoch);
    fold.stock = stock;
    fold.unitTop = stock;
  },

  join(fold, { buyer, seq, network }) {
    fold.seq = Math.max(fold.seq, seq);
    fold.waiting.set(buyer, seq);
    fold.remains.delete(buyer);
    if (network === undefined) {
      fold.networks.delete(buyer);
    } else {
      fold.networks.set(buyer, network);
    }
  },

  grant(fold, { holds, expiresAt, price }) {
    for (const { buyer, seq, unit, fence } of holds) {
      fold.waiting.delete(buyer);
      // Spelled out: a spread here made a million holds ten times slower.
      fold.holds.set(buyer, {
        buyer,
        seq,
        unit,
        fence,
        expiresAt,
        price,
        extensions: 0,
        claimed: false,
        attempt: 0,
      });
      fold.serving = Math.max(fold.serving, seq);
    }
    fold.granted += holds.length;
    // Nothing is granted in a closed sale, so it was opened again.
    fold.closed = false;
  },

  claim(fold, { buyer, attempt }) {
    const hold = fold.holds.get(buyer);
    if (!hold) {
      return;
    }
    if (!hold.claimed) {
      fold.claimed += 1;
    }
    hold.claimed = true;
    hold.attempt = attempt;
  },

  /** Without a claim the record of an order spoke: a place or another hold of the buyer ends. */
  settle(fold, { buyer, unit, attempt }) {
    const hold = fold.holds.get(buyer);
    const seq = hold?.seq ?? fold.waiting.get(buyer) ?? 0;
    if (!hold && epochOf(attempt) < fold.epoch) {
      // An order of an older epoch; the entry that made its unit may be lost.
      fold.unitTop = Math.max(fold.unitTop, unit);
    }
    dropHold(fold, buyer);
    fold.waiting.delete(buyer);
    fold.remains.delete(buyer);
    fold.networks.delete(buyer);
    fold.sold.set(buyer, { buyer, unit, attempt, seq });
  },

  void(fold, { buyer, back, expiresAt, at }) {
    const hold = fold.holds.get(buyer);
    if (!hold) {
      return;
    }
    if (back === 'freed') {
      end(fold, buyer, 'expired', hold.seq, at);
      countLost(fold, buyer, at);
      return;
    }
    if (hold.claimed) {
      fold.claimed -= 1;
    }
    hold.claimed = false;
    hold.attempt = 0;
    hold.expiresAt = expiresAt;
  },

  extend(fold, { buyer, expiresAt }) {
    const hold = fold.holds.get(buyer);
    if (!hold) {
      return;
    }
    hold.expiresAt = expiresAt;
    hold.extensions += 1;
  },

  leave(fold, { buyer, seq, unit, at }) {
    end(fold, buyer, 'left', seq, at);
    if (unit !== null) {
      countLost(fold, buyer, at);
    }
  },

  expire(fold, { holds, at }) {
    for (const { buyer } of holds) {
      end(fold, buyer, 'expired', fold.holds.get(buyer)?.seq ?? 0, at);
      countLost(fold, buyer, at);
    }
  },

  release(fold, { buyer, at }) {
    end(fold, buyer, 'expired', fold.holds.get(buyer)?.seq ?? 0, at);
  },

  remove(fold, { buyer, seq, at }) {
    end(fold, buyer, 'removed', seq, at);
  },

  /** Of an order that was committed; its claim may not have been settled yet. */
  refund(fold, { buyer, at }) {
    const seq = fold.sold.get(buyer)?.seq ?? fold.holds.get(buyer)?.seq ?? 0;
    fold.sold.delete(buyer);
    end(fold, buyer, 'left', seq, at);
  },

  shift(fold, { byMs }) {
    for (const hold of fold.holds.values()) {
      hold.expiresAt += byMs;
    }
  },

  adjust(fold, { stock }) {
    // Retired units come back before new ones are made, so their number says how many are made.
    fold.stock = stock;
    fold.unitTop = Math.max(fold.unitTop, stock);
  },

  adopt(fold, { epoch, mark, stock, at }) {
    // Not the epoch of the fold: where nothing of the log was stored, this is its first entry.
    const known = epochOf(mark);
    fold.marks.push({ epoch: known, seq: mark });
    // Of epochs between the two, Redis lost everything that was written in them.
    for (let lost = known + 1; lost < epoch; lost += 1) {
      fold.marks.push({ epoch: lost, seq: epochBase(lost) });
    }
    fold.epoch = epoch;
    fold.seq = epochBase(epoch);
    fold.stock = stock;
    fold.unitTop = Math.max(fold.unitTop, stock);
    // No hold loses time between the last entry and this one: the sale may have been away all that time.
    const silentMs = at - fold.at;
    for (const hold of fold.holds.values()) {
      fold.promised.set(hold.buyer, hold);
    }
    for (const hold of fold.promised.values()) {
      hold.expiresAt += silentMs;
    }
    fold.holds.clear();
    fold.claimed = 0;
  },

  rehold(fold, { buyer, seq, unit, fence, expiresAt, price, extensions }) {
    fold.promised.delete(buyer);
    fold.waiting.delete(buyer);
    fold.remains.delete(buyer);
    fold.holds.set(buyer, {
      buyer,
      seq,
      unit,
      fence,
      expiresAt,
      price,
      extensions,
      claimed: false,
      attempt: 0,
    });
    fold.unitTop = Math.max(fold.unitTop, unit);
  },

  requeue(fold, { places }) {
    for (const { buyer, seq } of places) {
      dropHold(fold, buyer);
      fold.remains.delete(buyer);
      fold.waiting.set(buyer, seq);
    }
  },

  pause(fold) {
    fold.paused = true;
  },

  resume(fold) {
    fold.paused = false;
  },

  message(fold, { text }) {
    fold.message = text;
  },

  edit(fold, { startsAt, endsAt, lobbyOpensAt }) {
    fold.window = { startsAt, endsAt, lobbyOpensAt };
  },

  end(fold) {
    fold.closed = true;
  },
};

/** Types of the entries by which a new epoch says what became of the holds before it. */
const answers = new Set<ChangeType>(['adopt', 'refund', 'settle', 'rehold', 'requeue']);

function answersHolds(type: ChangeType): boolean {
  return answers.has(type);
}

function end(fold: Fold, buyer: string, phase: FoldedRemains['phase'], seq: number, at: number) {
  dropHold(fold, buyer);
  fold.waiting.delete(buyer);
  fold.remains.set(buyer, { buyer, phase, seq, at });
  fold.networks.delete(buyer);
}

function countLost(fold: Fold, buyer: string, at: number): void {
  fold.lost.set(buyer, { count: (fold.lost.get(buyer)?.count ?? 0) + 1, at });
}

function dropHold(fold: Fold, buyer: string): void {
  if (fold.holds.get(buyer)?.claimed) {
    fold.claimed -= 1;
  }
  fold.holds.delete(buyer);
  fold.promised.delete(buyer);
}

/** All buyers whose place a change touches. */
export function buyersOf(entry: LogEntry): string[] {
  switch (entry.type) {
    case 'grant':
    case 'expire':
      return entry.holds.map((hold) => hold.buyer);
    case 'requeue':
      return entry.places.map((place) => place.buyer);
    case 'unknown':
      return peopleIn(entry.values);
    default:
      return 'buyer' in entry ? [entry.buyer] : [];
  }
}
