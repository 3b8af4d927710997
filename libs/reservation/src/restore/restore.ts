import { type Change, type Fold, lineOf } from '@flash/fairness';
import { epochBase } from '../rules.ts';
import type {
  LiveOrder,
  Mark,
  Reconciled,
  RestoreInput,
  RestorePlan,
  SaleState,
  StateHold,
  StateRemains,
} from './plan.ts';
import { rulesOfFold } from './rules-told.ts';

/** The orders are the truth, the state is what people were promised: design of a new epoch. */
export function reconcile(input: RestoreInput): Reconciled {
  const { state, orders, epoch, stock } = input;
  const owners = new Set(orders.map((order) => order.buyer));
  const units = new Set(orders.map((order) => order.unit));
  if (owners.size < orders.length) {
    return { kind: 'halt', why: 'a buyer has two live orders' };
  }
  if (units.size < orders.length) {
    return { kind: 'halt', why: 'a unit has two live orders' };
  }
  if (orders.length > stock) {
    return { kind: 'halt', why: 'more live orders than units' };
  }
  const promised = state.holds
    .filter((hold) => !owners.has(hold.buyer))
    .sort((a, b) => a.seq - b.seq);
  const kept = promised.slice(0, stock - orders.length);
  const requeued = promised.slice(kept.length).map(({ buyer, seq }) => ({ buyer, seq }));
  const shares = shareUnits({
    stock,
    unitTop: Math.max(state.unitTop, stock, ...maximum(units)),
    owned: units,
    wanted: kept.map((hold) => hold.unit),
  });
  const base = epochBase(epoch);
  const holds = kept.map((hold, i) => ({
    buyer: hold.buyer,
    seq: hold.seq,
    unit: shares.units[i] ?? 0,
    fence: base + 1 + i,
    expiresAt: newExpiry(hold, input),
    price: hold.price,
    extensions: hold.extensions,
    declined: declinesOf(hold, input),
  }));
  const marks = allMarks(input);
  const returned = returnedUnits(input);
  const plan: RestorePlan = {
    how: input.how,
    epoch,
    stock,
    unitTop: shares.unitTop,
    nextUnit: shares.nextUnit,
    unitsFree: shares.free,
    unitsRetired: shares.retired,
    holds,
    remains: [
      ...state.remains.filter((one) => !owners.has(one.buyer)),
      ...returned.map(
        ({ buyer, seq }): StateRemains => ({ buyer, phase: 'left', seq, at: input.now }),
      ),
    ],
    sold: orders.map(({ id, fence, buyer, unit, seq }) => {
      return { buyer, unit, attempt: fence, seq, orderId: id };
    }),
    line:
      state.waiting &&
      wholeLine(state.waiting, requeued, [...owners, ...promised.map(({ buyer }) => buyer)]),
    lineAdd: state.waiting ? [] : requeued,
    lineRemove: state.waiting ? [] : newOwners(input),
    keyed: (state.keyed ?? []).filter(({ buyer }) => !owners.has(buyer)),
    networks: networksOf(state, owners),
    lost: Array.from(state.lost ?? [], ([buyer, loss]) => ({ buyer, ...loss })),
    seq: base,
    fence: base + holds.length,
    serving: state.serving,
    granted: state.granted,
    graceMs: input.graceMs,
    marks,
    applied: input.applied,
    n: state.n,
    storedN: Math.min(input.storedN, state.n),
    entries: [],
  };
  return { kind: 'plan', plan: { ...plan, entries: changesOf(plan, input, requeued, returned) } };
}

/** A hold that was alive when the sale stopped has at least the grace period left when it goes on. */
function newExpiry(hold: StateHold, { state, shiftMs, graceMs, now }: RestoreInput): number {
  const moved = hold.expiresAt + shiftMs;
  return hold.expiresAt > state.at ? Math.max(moved, now + graceMs) : moved;
}

/** When the clock was set back, the moment of the next attempt moves with it; an outage is no reason to wait. */
function declinesOf({ declined }: StateHold, { shiftMs }: RestoreInput): StateHold['declined'] {
  return declined && { ...declined, retryAt: declined.retryAt + Math.min(0, shiftMs) };
}

function allMarks({ marks, state, epoch }: RestoreInput): Mark[] {
  const known = new Set(marks.map((mark) => mark.epoch));
  const all = [...marks];
  for (let e = state.epoch; e < epoch; e++) {
    if (!known.has(e)) {
      all.push({ epoch: e, seq: Math.max(epochBase(e), e === state.epoch ? state.seq : 0) });
    }
  }
  return all;
}

/** Units that the state thinks sold, and no live order owns any longer: refunded meanwhile. */
function returnedUnits({ state, orders }: RestoreInput) {
  const live = new Set(orders.map((order) => order.fence));
  const owners = new Set(orders.map((order) => order.buyer));
  const present = new Set(state.holds.map((hold) => hold.buyer));
  return state.sold.filter(
    (one) => !live.has(one.attempt) && !owners.has(one.buyer) && !present.has(one.buyer),
  );
}

/** A place that an order ends gives its network back; any other living one keeps it. */
function networksOf(state: SaleState, owners: ReadonlySet<string>) {
  const living = [...(state.waiting ?? []), ...state.holds];
  return living.flatMap(({ buyer }) => {
    const network = owners.has(buyer) ? undefined : state.networks?.get(buyer);
    return network === undefined ? [] : [{ buyer, network }];
  });
}

function newOwners({ state, orders }: RestoreInput): string[] {
  const known = new Set(state.sold.map((one) => one.buyer));
  return orders.map((order) => order.buyer).filter((buyer) => !known.has(buyer));
}

function wholeLine(
  waiting: readonly { buyer: string; seq: number }[],
  requeued: readonly { buyer: string; seq: number }[],
  placed: readonly string[],
) {
  // Whose hold vanished from Redis could join once more; the hold counts, and it is the only place.
  const elsewhere = new Set(placed);
  return [...waiting.filter(({ buyer }) => !elsewhere.has(buyer)), ...requeued].sort(
    (a, b) => a.seq - b.seq,
  );
}

/** What the log has to say so that its reader comes to the same state. */
function changesOf(
  plan: RestorePlan,
  { state, orders, epoch, how, stock }: RestoreInput,
  requeued: { buyer: string; seq: number }[],
  returned: SaleState['sold'],
): Change[] {
  const known = new Set(state.sold.map((one) => one.attempt));
  const mark = plan.marks.find((one) => one.epoch === state.epoch)?.seq ?? state.seq;
  return [
    { type: 'adopt', epoch, how, mark, stock },
    ...returned.map(({ buyer, unit, attempt }): Change => {
      return { type: 'refund', buyer, unit, fence: attempt };
    }),
    ...orders
      .filter((order) => !known.has(order.fence))
      .map(({ buyer, unit, fence }): Change => {
        return { type: 'settle', buyer, unit, attempt: fence };
      }),
    ...plan.holds.map((hold): Change => ({ type: 'rehold', ...hold })),
    ...pagesOf(requeued).map((places): Change => ({ type: 'requeue', places })),
    ...secondPlaces(state, orders).map(({ buyer, seq }): Change => {
      return { type: 'leave', buyer, seq, unit: null };
    }),
  ];
}

/** Whose unit was freed by hand could join and be served once more; the order counts, and no other entry ends that place. */
function secondPlaces(state: SaleState, orders: readonly LiveOrder[]) {
  const sold = new Set(state.sold.map((one) => one.attempt));
  const owners = new Set(orders.filter(({ fence }) => sold.has(fence)).map(({ buyer }) => buyer));
  const places = [...(state.waiting ?? []), ...state.holds];
  return places.filter(({ buyer }) => owners.has(buyer));
}

/** An entry stands in one block, and a block has to fit into a document of MongoDB. */
const PLACES = 1_000;

function pagesOf<T>(places: readonly T[]): T[][] {
  const count = Math.ceil(places.length / PLACES);
  return Array.from({ length: count }, (_, i) => places.slice(i * PLACES, (i + 1) * PLACES));
}

function maximum(units: ReadonlySet<number>): number[] {
  let top = 0;
  for (const unit of units) {
    top = Math.max(top, unit);
  }
  return [top];
}

/** What the stored log of a sale says of it; units that no entry tells of are unknown to its later readers too. */
export function foldedState(fold: Fold): SaleState {
  return {
    // Nothing was stored: everything since the first epoch is gone.
    epoch: fold.epoch || 1,
    n: fold.n,
    seq: fold.seq || epochBase(1),
    serving: fold.serving,
    granted: fold.granted,
    unitTop: fold.unitTop,
    at: fold.at,
    waiting: lineOf(fold),
    holds: [...fold.holds.values(), ...fold.promised.values()],
    remains: [...fold.remains.values()],
    sold: [...fold.sold.values()],
    networks: fold.networks,
    lost: fold.lost,
    told: rulesOfFold(fold),
  };
}

interface UnitShares {
  unitTop: number;
  /** Units from here to `unitTop` were never handed out. */
  nextUnit: number;
  /** Free units below `nextUnit`. */
  free: number[];
  retired: { from: number; to: number }[];
  /** Unit of each wanted one, in the same order. */
  units: number[];
}

/**
 * Shares a sale's units anew: those that orders own, then one for each hold (the wanted one if
 * no other buyer has it), then free ones until the stock is reached; all others are retired. Fresh
 * units stay one range up to `unitTop`, which is what the scripts count on.
 */
export function shareUnits(input: {
  stock: number;
  unitTop: number;
  owned: ReadonlySet<number>;
  wanted: readonly number[];
}): UnitShares {
  const { stock, unitTop, owned, wanted } = input;
  const used = new Set(owned);
  const units = wanted.map((unit) => {
    if (unit < 1 || unit > unitTop || used.has(unit)) {
      return null;
    }
    used.add(unit);
    return unit;
  });
  let highest = 0;
  for (const unit of used) {
    highest = Math.max(highest, unit);
  }
  const needed = stock - used.size;
  const fresh = Math.min(needed, unitTop - highest);
  const gaps = divideGaps(used, highest, needed - fresh);
  let nextUnit = unitTop - fresh + 1;
  if (nextUnit > highest + 1) {
    gaps.retired.push({ from: highest + 1, to: nextUnit - 1 });
  }
  const moved = units.map((unit) => unit ?? gaps.free.shift() ?? nextUnit++);
  return { unitTop, nextUnit, free: gaps.free, retired: gaps.retired, units: moved };
}

/** Of the unused units below `highest` the first `count` are free, the others retired. */
function divideGaps(used: ReadonlySet<number>, highest: number, count: number) {
  const free: number[] = [];
  const retired: { from: number; to: number }[] = [];
  for (let unit = 1; unit < highest; unit++) {
    if (used.has(unit)) {
      continue;
    }
    if (free.length < count) {
      free.push(unit);
      continue;
    }
    const last = retired.at(-1);
    if (last && last.to === unit - 1) {
      last.to = unit;
    } else {
      retired.push({ from: unit, to: unit });
    }
  }
  return { free, retired };
}
