import { createHash } from 'node:crypto';
import type { Sale } from '@flash/database';
import type { Engine, Hold, JoinOutcome, WakeQueue } from '@flash/reservation';
import { bestEffort, drawToken, type Logger } from '@flash/shared-config';
import { SECRET_KEY_LENGTH_MIN } from '@flash/shared-types';
import { withinTime } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Notice, PersonalNotices } from '../shared/notices.ts';
import type { CrashHook } from './confirm/crash-points.ts';
import { seqOf } from './proof.ts';
import { refusalOf } from './unavailable.ts';
import { type PlaceInSale, viewOfJoin } from './view/sale-view.ts';

/** A buyer who joins the line, and what was proved of this buyer. */
export interface Joiner {
  buyer: string;
  /** An account needs no ticket. */
  isAccount: boolean;
  /** Seq of this buyer's ticket, if one was shown. */
  ticketSeq: number | null;
  /** Idempotency-Key of the request. */
  key: string | undefined;
  /** What has to be equal for it to be the same request. */
  body: unknown;
  /** Keyed digest of the network the request came from; undefined where it is not counted. */
  network?: string | undefined;
}

export interface Joined extends PlaceInSale {
  /** Whether this request may be given the ticket of the place. */
  isProved: boolean;
}

interface JoinDeps {
  engine: Pick<Engine, 'join' | 'hint'>;
  wake: Pick<WakeQueue, 'wake'>;
  personal: PersonalNotices;
  log: Pick<Logger, 'warn'>;
  crash: CrashHook;
}

type Placed = Extract<JoinOutcome, { kind: 'joined' | 'already' | 'repeated' }>;

/** With stock free the worker answers in a few milliseconds; buyers further back do not wait for it. */
const GRANT_WAIT_MS = 50;
/** The script has told the workers already; a job costs more than the purchase, and is for when none heard. */
const NOTICE_WAIT_MS = 15;
const PATIENCE_MS = 4_000;

/** Takes a place, or finds the one that is there; the answer shows the hold if it comes at once. */
export function createJoin({ engine, wake, personal, log, crash }: JoinDeps) {
  return async (sale: Sale, who: Joiner): Promise<Joined> => {
    const listening = listenForGrant(personal, sale.id, who.buyer, sale.extensions);
    try {
      const placed = await place(sale, who);
      const callWorker = () => {
        if (placed.wake) {
          void bestEffort(log, 'wake the worker after a join', wake.wake(sale.id));
        }
      };
      const joined = {
        place: placed.place,
        view: viewOfJoin(placed, sale),
        isProved: placed.proved || who.isAccount,
      };
      if (!canBeServedNow(placed, sale)) {
        callWorker();
        return joined;
      }
      const seq = seqOf(placed.place) ?? 0;
      let granted = await listening.within(NOTICE_WAIT_MS, seq);
      if (!granted) {
        callWorker();
        granted = await listening.within(GRANT_WAIT_MS - NOTICE_WAIT_MS, seq);
      }
      if (!granted) {
        return joined;
      }
      const { hold, n, at } = granted;
      const view = { ...joined.view, n, now: Math.max(joined.view.now, at) };
      return { ...joined, place: { state: 'held', hold }, view };
    } finally {
      listening.stop();
    }
  };

  async function place(sale: Sale, who: Joiner): Promise<Placed> {
    const { buyer, isAccount: bearer, ticketSeq, network } = who;
    const ticket = ticketSeq === null ? undefined : { seq: ticketSeq };
    const joining = engine.join(sale.id, {
      ...{ buyer, bearer, ticket, network },
      attempt: attemptOf(sale, who),
    });
    const outcome = await withinTime(joining, PATIENCE_MS);
    crash('J1');
    switch (outcome?.kind) {
      case undefined:
        throw new AppError('UNAVAILABLE');
      case 'joined':
        return outcome;
      case 'already':
        return open(outcome);
      case 'repeated':
        return repeated(outcome, who);
      case 'refused':
        throw refusedJoin(outcome);
      case 'unavailable':
        // An empty sale may be at rest: its loss is noticed by the first buyer, not by a worker.
        if (outcome.why === 'missing' || outcome.why === 'epoch') {
          await engine.hint(sale.id);
        }
        throw refusalOf(outcome, sale);
    }
  }
}

/**
 * The names under which the engine remembers this request. In an account sale one of key and body, and
 * one of the key, which tells another body under the same key; a guest with another body is another buyer,
 * whose keys are others. A long key is a secret of the buyer; a
 * short one may be guessed, so the request proves itself by a number drawn for it, as one without a
 * key does: the connection to Redis may send it twice.
 */
function attemptOf(sale: Sale, { buyer, isAccount, key, body }: Joiner) {
  const drawn = `r${drawToken(TOKEN_BYTES)}`;
  if (key === undefined) {
    return { proof: drawn };
  }
  const tokenOf = (text: string) =>
    createHash('sha256').update(text).digest().toString('base64url', 0, TOKEN_BYTES);
  const call = `buy\n${sale.id}:${buyer}\n${key}`;
  const token = tokenOf(call);
  if (isAccount) {
    return { proof: `k${tokenOf(`${call}\n${JSON.stringify(body)}`)}`, name: `b${token}` };
  }
  return key.length < SECRET_KEY_LENGTH_MIN
    ? { proof: drawn, name: `s${token}` }
    : { proof: `k${token}` };
}

const TOKEN_BYTES = 12;

/** When a place of a full network may have ended; when one will is not known. */
const FULL_NETWORK_MS = 60_000;

function refusedJoin(outcome: Extract<JoinOutcome, { kind: 'refused' }>): AppError {
  if (outcome.why === 'wait') {
    return new AppError('REJOIN_LATER', { retryAfterMs: outcome.at - outcome.now });
  }
  if (outcome.why === 'too_many_places') {
    return new AppError('TOO_MANY_PLACES', { retryAfterMs: FULL_NETWORK_MS });
  }
  return new AppError(REFUSALS[outcome.why]);
}

const REFUSALS = {
  not_open: 'SALE_NOT_OPEN',
  ended: 'SALE_ENDED',
  sold_out: 'SOLD_OUT',
  no_proof: 'ALREADY_IN_LINE',
} as const;

/** A place that was there already, as long as it is one to go on with. */
function open(placed: Placed): Placed {
  const { place } = placed;
  if (place.state === 'sold') {
    throw new AppError('ALREADY_BOUGHT', { orderId: place.orderId });
  }
  if (place.state === 'removed') {
    throw new AppError('SALE_ENDED', { detail: REMOVED });
  }
  return placed;
}

/** The answer that was given before; an order is told to its proven owner only. */
function repeated(placed: Placed, { isAccount }: Joiner): Placed {
  // A place that is gone is found by the key alone as well, and is nothing to refuse.
  if (isAccount && !placed.proved && placed.place.state !== 'none') {
    throw new AppError('IDEMPOTENCY_KEY_REUSED');
  }
  const isProved = placed.proved || isAccount;
  if (placed.place.state === 'sold' && !isProved) {
    throw new AppError('ALREADY_IN_LINE');
  }
  return placed;
}

const REMOVED = 'Your place in this sale was removed by its organiser.';

function canBeServedNow({ place, free, now }: Placed, sale: Sale): boolean {
  if (place.state !== 'waiting' || place.rank > free) {
    return false;
  }
  return sale.paused === null && now >= sale.startsAt;
}

interface Granted {
  hold: Hold;
  n: number;
  at: number;
}

/** Listens for the grant of this buyer. Begins before the join, because the grant may overtake its answer. */
function listenForGrant(
  personal: PersonalNotices,
  saleId: string,
  buyer: string,
  extensions: number,
) {
  let granted: Granted | null = null;
  let tell: (() => void) | null = null;
  const stop = personal.watch(saleId, buyer, (notice) => {
    granted = grantOf(notice, buyer, extensions) ?? granted;
    if (granted) {
      tell?.();
    }
  });

  return {
    stop,
    /** The grant of this place, or null when it did not come in time. */
    async within(ms: number, seq: number): Promise<Granted | null> {
      if (!granted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          tell = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return granted?.hold.seq === seq ? granted : null;
    },
  };
}

function grantOf({ entry }: Notice, buyer: string, extensions: number): Granted | null {
  if (entry.type !== 'grant') {
    return null;
  }
  const hold = entry.holds.find((one) => one.buyer === buyer);
  if (!hold) {
    return null;
  }
  const { expiresAt, price, n, at } = entry;
  return { hold: { ...hold, expiresAt, price, extensionsLeft: extensions }, n, at };
}
