import type { Order, Sale } from '@flash/database';
import type { ClaimOutcome, Engine } from '@flash/reservation';
import { bestEffort, drawToken } from '@flash/shared-config';
import { withinTime } from '@flash/shared-utils';
import { AppError, type ErrorExtra } from '../../../errors.ts';
import type { PersonalNotices } from '../../shared/notices.ts';
import { owns, type Proof } from '../proof.ts';
import { refusalOf } from '../unavailable.ts';
import { ownPlace, type Positions } from '../view/position.ts';
import { type AttemptDeps, attempt } from './attempt.ts';
import { type AttemptResult, type Claim, claimHold, type PaymentRequest } from './claim.ts';

interface ConfirmDeps extends AttemptDeps {
  engine: AttemptDeps['engine'] & Pick<Engine, 'claim'>;
  positions: Positions;
  personal: PersonalNotices;
}

interface Confirming {
  /** The order that this buyer owns now; an AppError says why there is none. */
  confirm(sale: Sale, who: Proof, request: PaymentRequest & { fence?: number }): Promise<Order>;
  /** Resolves when no attempt is under way. */
  idle(): Promise<void>;
}

/** How long a request waits for an outcome, its own or that of an earlier press on the button. */
const WAIT_MS = 5_000;
/** Leaves time to look for an order when Redis does not answer. */
const CLAIM_MS = 3_500;

/** A host's clock that is set back must not keep a buyer waiting. */
const monotonicNow = () => performance.now();

export function createConfirming(deps: ConfirmDeps): Confirming {
  const running = new Map<string, Promise<AttemptResult>>();

  return {
    async confirm(sale, who, request) {
      const until = monotonicNow() + WAIT_MS;
      for (;;) {
        const result = await tryOnce(sale, who, request, until);
        if (result?.kind === 'ordered') {
          return ownOrder(who, result.orderId);
        }
        if (result?.kind !== 'held_again' || monotonicNow() >= until) {
          throw refused(result);
        }
      }
    },
    async idle() {
      await Promise.allSettled(running.values());
      await deps.captures.idle();
    },
  };

  /** Null: the outcome did not come in time. */
  async function tryOnce(
    sale: Sale,
    who: Proof,
    request: PaymentRequest & { fence?: number },
    until: number,
  ): Promise<AttemptResult | null> {
    const token = drawToken(12);
    const { buyer } = who;
    deps.crash('C0');
    const asked = { buyer, token, fence: request.fence, seq: who.seq ?? undefined };
    const claim = await claimHold(deps.engine, sale.id, asked, CLAIM_MS);
    switch (claim?.kind) {
      case 'claimed':
        return withinTime(begin(sale, who, request, claim), until - monotonicNow());
      case 'in_progress': {
        const own = running.get(keyOf(sale.id, claim.attempt));
        if (own !== undefined) {
          return withinTime(own, until - monotonicNow());
        }
        await awaitChange(deps.personal, sale.id, buyer, until - monotonicNow());
        return monotonicNow() < until ? { kind: 'held_again' } : null;
      }
      case 'sold':
        return { kind: 'ordered', orderId: claim.orderId };
      case 'wait':
        throw declined(claim.retryAt - claim.now);
      case 'refused':
        throw await refusedClaim(deps.positions, sale, who, claim.why);
      default: {
        // Redis cannot tell. An order that exists is still an answer.
        const reading = deps.db.orders.liveByBuyer(sale.id, buyer);
        const safely = bestEffort(deps.log, 'find the order of a buyer', reading);
        const order = await withinTime(safely, until - monotonicNow());
        if (order) {
          return { kind: 'ordered', orderId: order.id };
        }
        throw claim ? refusalOf(claim, sale) : new AppError('CONFIRM_PENDING');
      }
    }
  }

  async function begin(
    sale: Sale,
    who: Proof,
    request: PaymentRequest,
    claim: Claim,
  ): Promise<AttemptResult> {
    deps.crash('C1');
    const key = keyOf(sale.id, claim.attempt);
    const work = attempt(deps, sale, who, request, claim).finally(() => running.delete(key));
    running.set(key, work);
    return work;
  }

  async function ownOrder(who: Proof, orderId: string): Promise<Order> {
    const order = await deps.orders.byId(orderId);
    if (!order) {
      throw new AppError('CONFIRM_PENDING');
    }
    if (!owns(who, order.seq)) {
      throw new AppError('NO_HOLD');
    }
    return order;
  }
}

function refused(result: Exclude<AttemptResult, { kind: 'ordered' }> | null): AppError {
  switch (result?.kind) {
    case 'declined':
      return declined(result.retryAfterMs, { isOutcome: true });
    case 'too_many_declines':
      return new AppError('HOLD_EXPIRED', { detail: TOO_MANY_DECLINES, isOutcome: true });
    case 'expired':
      return new AppError('HOLD_EXPIRED', { isOutcome: true });
    case 'sold_out':
      return new AppError('SOLD_OUT', { isOutcome: true });
    case 'restoring':
      return new AppError('RESTORING');
    default:
      return new AppError('CONFIRM_PENDING');
  }
}

/** After many declines the next attempt has to wait for `ms`. */
function declined(ms: number | undefined, extra: ErrorExtra = {}): AppError {
  const wait = ms ? { retryAfterMs: ms, detail: WAIT_TO_PAY } : {};
  return new AppError('PAYMENT_DECLINED', { ...extra, ...wait });
}

const WAIT_TO_PAY =
  'Several payments were declined and nothing was charged. Your reservation is kept: wait a moment, then use another way to pay.';
const TOO_MANY_DECLINES =
  'Too many payments were declined, so your reservation was given back. Nothing was charged. You may join again.';

function keyOf(saleId: string, attempt: number): string {
  return `${saleId}:${attempt}`;
}

type Refused = Extract<ClaimOutcome, { kind: 'refused' }>;

/** Why there is nothing to confirm, as precisely as the buyer's own place tells. */
async function refusedClaim(
  positions: Positions,
  sale: Sale,
  who: Proof,
  why: Refused['why'],
): Promise<AppError> {
  switch (why) {
    case 'wrong_fence':
      return new AppError('WRONG_HOLD');
    case 'ended':
      return new AppError('SALE_ENDED');
    case 'expired':
    case 'no_hold': {
      const seen = await positions(sale.id, who.buyer);
      if (seen.kind !== 'seen') {
        return new AppError('NO_HOLD');
      }
      const place = ownPlace(who, seen.place);
      if (place.state === 'expired' || place.state === 'held') {
        return new AppError('HOLD_EXPIRED');
      }
      const { free, held, claimed } = seen.seen;
      return new AppError(free + held + claimed === 0 ? 'SOLD_OUT' : 'NO_HOLD');
    }
  }
}

/** A notice may be lost; reading again now and then makes up for it. */
const READ_EVERY_MS = 250;

/** Resolves at the next change of this buyer's place, or when it is time to read again. */
function awaitChange(
  personal: PersonalNotices,
  saleId: string,
  buyer: string,
  msMax: number,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, Math.min(READ_EVERY_MS, msMax)));
    const stop = personal.watch(saleId, buyer, done);
  });
}
