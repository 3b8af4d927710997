import { createRandom } from '@flash/shared-utils';
import type { AuditedOrder, AuditedSale, AuditOptions, Judged } from '../audit/input.ts';
import type { Change, LogEntry } from '../entry.ts';
import { applyEntry } from '../fold.ts';
import { emptyFold, epochBase, freeUnits, lineOf } from '../fold-state.ts';

const START = 1_800_000_000_000;
const HOLD_MS = 900_000;

/** Writes the log that a right engine would write, with the stores that belong to it. Tests only. */
export function createHistory(options: { stock: number }) {
  const fold = emptyFold();
  const entries: LogEntry[] = [];
  const orders: AuditedOrder[] = [];
  const free: number[] = [];
  let now = START;
  let fence = epochBase(1);
  let nextUnit = 1;
  const sale: AuditedSale = {
    id: 'sale',
    epoch: 1,
    stock: options.stock,
    currentQuantity: options.stock,
    startsAt: START,
    endsAt: START + 10 * HOLD_MS,
    honourHoldsAfterEnd: true,
    adjusts: [],
    restoring: null,
  };

  function log(change: Change): void {
    const entry: LogEntry = { n: fold.n + 1, at: now, ...change };
    entries.push(entry);
    applyEntry(fold, entry);
  }

  function takeUnit(): number {
    free.sort((a, b) => a - b);
    return free.shift() ?? nextUnit++;
  }

  const holdOf = (buyer: string) => {
    const hold = fold.holds.get(buyer);
    if (!hold) {
      throw new Error(`${buyer} holds nothing`);
    }
    return hold;
  };

  const history = {
    sale,
    entries,
    orders,
    fold,
    now: () => now,
    wait(ms: number) {
      now += ms;
    },
    log,
    join(...buyers: string[]) {
      for (const buyer of buyers) {
        log({ type: 'join', seq: fold.seq + 1, buyer, late: false });
      }
    },
    grant(most = 200) {
      const line = lineOf(fold).slice(0, Math.min(most, freeUnits(fold)));
      if (line.length === 0) {
        return;
      }
      const holds = line.map(({ buyer, seq }) => {
        fence += 1;
        return { buyer, seq, unit: takeUnit(), fence };
      });
      log({ type: 'grant', mode: 'normal', expiresAt: now + HOLD_MS, price: 100, holds });
    },
    claim(buyer: string) {
      fence += 1;
      log({ type: 'claim', buyer, fence: holdOf(buyer).fence, attempt: fence });
    },
    commit(buyer: string) {
      const { unit, attempt } = holdOf(buyer);
      const id = `order-${orders.length + 1}`;
      orders.push({ id, buyer, unit, fence: attempt, live: true, unitReturn: null });
      sale.currentQuantity -= 1;
    },
    settle(buyer: string) {
      const { unit, attempt } = holdOf(buyer);
      log({ type: 'settle', buyer, unit, attempt });
    },
    buy(buyer: string) {
      history.claim(buyer);
      history.commit(buyer);
      history.settle(buyer);
    },
    decline(buyer: string) {
      const { unit, attempt, expiresAt } = holdOf(buyer);
      const back = expiresAt > now ? 'held' : 'freed';
      if (back === 'freed') {
        free.push(unit);
      }
      log({ type: 'void', buyer, unit, attempt, back, expiresAt });
    },
    extend(buyer: string) {
      const { fence: own, expiresAt } = holdOf(buyer);
      log({ type: 'extend', buyer, fence: own, expiresAt: expiresAt + 300_000 });
    },
    leave(buyer: string) {
      const hold = fold.holds.get(buyer);
      const seq = hold?.seq ?? fold.waiting.get(buyer) ?? 0;
      if (hold) {
        free.push(hold.unit);
      }
      log({ type: 'leave', buyer, seq, unit: hold?.unit ?? null });
    },
    /** Ends every hold that is due. */
    sweep() {
      const due = [...fold.holds.values()].filter((hold) => !hold.claimed && hold.expiresAt <= now);
      if (due.length === 0) {
        return;
      }
      free.push(...due.map((hold) => hold.unit));
      log({ type: 'expire', holds: due.map(({ buyer, unit, fence }) => ({ buyer, unit, fence })) });
    },
    /** Time passes, and whatever falls due is done on time. */
    live(ms: number) {
      const end = now + ms;
      while (now < end) {
        const running = [...fold.holds.values()].filter((hold) => !hold.claimed);
        now = Math.min(end, ...running.map((hold) => hold.expiresAt));
        history.sweep();
        history.grant();
      }
    },
    refund(buyer: string) {
      const order = orders.find((one) => one.buyer === buyer && one.live);
      if (!order) {
        throw new Error(`${buyer} bought nothing`);
      }
      order.live = false;
      order.unitReturn = 'done';
      sale.currentQuantity += 1;
      free.push(order.unit);
      log({ type: 'refund', buyer, unit: order.unit, fence: order.fence });
    },
    adjust(by: number) {
      sale.stock += by;
      sale.currentQuantity += by;
      log({ type: 'adjust', id: `a${fold.n}`, by, stock: sale.stock });
    },
    /** A new epoch that lost nothing: claims become holds, holds get fresh fences. */
    adopt(how: 'adopt' | 'rebuild' = 'adopt') {
      const before = [...fold.holds.values()];
      sale.epoch += 1;
      fence = epochBase(sale.epoch);
      log({ type: 'adopt', epoch: sale.epoch, how, mark: fold.seq, stock: sale.stock });
      for (const { claimed: _, attempt: __, ...hold } of before) {
        fence += 1;
        log({ ...hold, type: 'rehold', fence });
      }
    },
    judged(more: Partial<Judged> = {}): Judged & { entries: LogEntry[]; options?: AuditOptions } {
      const held = fold.holds.size - fold.claimed;
      const snapshot = {
        epoch: fold.epoch,
        n: fold.n,
        stock: fold.stock,
        free: freeUnits(fold),
        held,
        claimed: fold.claimed,
        sold: fold.sold.size,
        waiting: fold.waiting.size,
        paused: fold.paused,
        closed: fold.closed,
        halted: '',
      };
      return { sale, snapshot, orders, now, entries, ...more };
    },
  };
  log({ type: 'activate', epoch: 1, stock: options.stock });
  return history;
}

export type History = ReturnType<typeof createHistory>;

/** A busy sale in which nothing goes wrong. */
export function randomHistory(seed: number, steps: number): History {
  const random = createRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  const history = createHistory({ stock: 5 + below(40) });
  const { fold } = history;
  const pick = (names: string[]) => names[below(names.length)];
  let people = 0;
  for (let step = 0; step < steps; step += 1) {
    const held = [...fold.holds.values()].filter((hold) => !hold.claimed);
    const live = held.filter((hold) => hold.expiresAt > history.now());
    const holder = pick(live.map((hold) => hold.buyer));
    const payer = pick(
      [...fold.holds.values()].filter((one) => one.claimed).map((one) => one.buyer),
    );
    switch (below(11)) {
      case 0:
      case 1:
      case 2: {
        people += 1;
        history.join(`b${people}`);
        break;
      }
      case 3:
        if (holder) {
          history.claim(holder);
        }
        break;
      case 4:
        if (payer) {
          history.commit(payer);
          history.settle(payer);
        }
        break;
      case 5:
        if (payer) {
          history.decline(payer);
        }
        break;
      case 6:
        if (holder) {
          random() < 0.5 ? history.extend(holder) : history.leave(holder);
        }
        break;
      case 7: {
        const buyer = pick([...fold.sold.keys()]);
        if (buyer && random() < 0.3) {
          history.refund(buyer);
        }
        const rejoining = pick([...fold.remains.keys()]);
        if (rejoining) {
          history.join(rejoining);
        }
        break;
      }
      case 8:
        if (random() < 0.2) {
          history.adjust(1 + below(3));
        }
        break;
      case 9:
        if (random() < 0.1) {
          history.adopt(random() < 0.5 ? 'adopt' : 'rebuild');
        }
        break;
      default:
        history.live(below(900));
    }
    history.sweep();
    history.grant();
    if (random() < 0.02) {
      history.live(HOLD_MS);
    }
  }
  return history;
}
