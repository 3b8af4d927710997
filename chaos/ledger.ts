import { join } from 'node:path';
import { openLedger } from '../tools/check/ledger.mjs';
import { dataDir, root } from '../tools/process/paths.mjs';
import { hashOf } from '../tools/run/builds.mjs';
import type { Order } from './order.ts';
import type { Told } from './round.ts';

/** A round that was played, as one line of the ledger. */
export interface Round extends Told {
  /** Its faults, as `--only` takes them. */
  step: string;
  seed: number;
}

const codeOf = () => hashOf(root, ['apps', 'libs', 'bench', 'chaos']).slice(0, 12);

/** The sales that were played on this very code to see who is served first. */
export function openOrders() {
  const ledger = openLedger(join(dataDir(), 'chaos/order'), codeOf());
  const all = () => ledger.entries() as Order[];
  const sum = (of: (order: Order) => number) => all().reduce((total, one) => total + of(one), 0);

  return {
    all,
    total: () => ({
      grants: sum(({ grants }) => grants),
      overtaken: sum(({ overtaken }) => overtaken),
      broken: sum(({ breaches }) => (breaches.length > 0 ? 1 : 0)),
    }),
    add(order: Order): Order {
      ledger.write(order);
      return order;
    },
  };
}

/** The rounds that were played on this very code. */
export function openRounds() {
  const code = codeOf();
  const ledger = openLedger(join(dataDir(), 'chaos'), code);
  const rounds = () => ledger.entries() as Round[];

  return {
    code,
    all: () => ({ code, rounds: rounds() }),
    /** Fault → in how many rounds it was seen, also by processes that play beside this one. */
    played() {
      const counts = new Map<string, number>();
      for (const { seen } of rounds()) {
        for (const [id, what] of Object.entries(seen)) {
          counts.set(id, (counts.get(id) ?? 0) + (what ? 1 : 0));
        }
      }
      return counts;
    },
    add(round: Round): Round {
      ledger.write({ ...round, failed: round.breaches.length });
      return round;
    },
  };
}
