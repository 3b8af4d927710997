import type { Committer, NewOrder, Sale } from '@flash/database';
import type { AttemptResult, Claim, Wish } from './claim.ts';
import { type DecideDeps, ownedAlready, readRecord } from './decide.ts';
import { giveUp } from './give-up.ts';
import type { Proof } from './proof.ts';
import { settle } from './settle.ts';

export interface CommitDeps extends DecideDeps {
  committer: Pick<Committer, 'commit'>;
}

/** Below the lease: an order must not be on its way when the claim has lapsed. */
const COMMIT_DEADLINE_MS = 3_500;

/** Writes the order of an authorised attempt. The first record on the attempt decides, always. */
export async function commitOrder(
  deps: CommitDeps,
  sale: Sale,
  who: Proof,
  wish: Wish,
  claim: Claim,
): Promise<AttemptResult> {
  const order = orderOf(sale, who, wish, claim);
  const outcome = await deps.committer.commit(order, { deadlineMs: COMMIT_DEADLINE_MS });
  switch (outcome.kind) {
    case 'committed':
      deps.orders.keep(outcome.order);
      return settle(deps, sale.id, claim, outcome.order.id);
    case 'duplicate':
      return outcome.on === 'fence'
        ? readRecord(deps, sale.id, claim)
        : ownedAlready(deps, sale.id, claim);
    case 'sold_out': {
      const ended = await giveUp(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'sold_out' };
    }
    case 'epoch': {
      // The sale is of another epoch or gone, and nothing there knows of this attempt any more: its
      // void lets the money go.
      const ended = await giveUp(deps, sale.id, claim);
      return ended.kind === 'ordered' ? ended : { kind: 'restoring' };
    }
    case 'unknown':
      return readRecord(deps, sale.id, claim);
  }
}

function orderOf(sale: Sale, who: Proof, { contact }: Wish, claim: Claim): NewOrder {
  const { unit, seq, price } = claim.hold;
  return {
    saleId: sale.id,
    fence: claim.attempt,
    epoch: claim.epoch,
    buyer: who.buyer,
    unit,
    seq,
    email: who.email,
    contact,
    amount: price,
    currency: sale.currency,
  };
}
