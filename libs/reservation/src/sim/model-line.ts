import type { AdminOutcome, GrantOutcome, Hold, JoinOutcome, LeaveOutcome } from '../outcomes.ts';
import { epochBase, fastPassThreshold } from '../rules.ts';
import type { Joiner } from '../types.ts';
import type { HeldPlace, ModelState } from './model-state.ts';

/** So many requests are remembered for a place, and for so long after the last of them. */
const ATTEMPTS = 20;
const KEPT_MINUTES = 10;

/** How many come before the first for whom this holds. */
function lengthBefore<T>(all: readonly T[], holds: (one: T) => boolean): number {
  const found = all.findIndex(holds);
  return found === -1 ? all.length : found;
}

/** Who comes, who is served, who goes. */
export function createLineModel(state: ModelState) {
  const { s, clock, count, line, log, show, free, place, countLost, networks } = state;

  function isFull(network: string): boolean {
    const { placesPerNetwork: rule } = s.rules;
    const allowed = rule === 'auto' ? Math.max(20, Math.ceil(s.stock / 50)) : rule;
    if (allowed === 0) {
      return false;
    }
    const taken = [...networks().values()];
    const [wide] = network.split('.');
    const ofWide = taken.filter((one) => one.split('.')[0] === wide).length;
    if (taken.filter((one) => one === network).length >= allowed) {
      return true;
    }
    return network !== wide && ofWide >= 4 * allowed;
  }

  /** After the allowed number of lost holds: one hold's time, doubled up to eight times. */
  function mayJoinAt(buyer: string): number {
    const loss = s.lost.get(buyer);
    const more = (loss?.count ?? 0) - s.rules.holdsBeforeWait;
    if (!loss || s.rules.holdsBeforeWait === 0 || more < 0) {
      return 0;
    }
    return loss.at + s.rules.holdMs * Math.min(8, 2 ** more);
  }

  function join({ buyer, bearer, ticket: shown, attempt, network }: Joiner): JoinOutcome {
    const { now } = clock;
    const ticket = shown?.seq;
    const refused = (
      why: 'not_open' | 'ended' | 'sold_out' | 'no_proof' | 'too_many_places',
    ): JoinOutcome => {
      return { kind: 'refused', why, now, epoch: s.epoch };
    };
    const before = s.places.get(buyer);
    const taken = before !== undefined && before.phase !== 'expired' && before.phase !== 'left';
    const answer = (
      kind: 'joined' | 'already' | 'repeated',
      { wake = false, proved = true, gone = false } = {},
    ): JoinOutcome => ({
      kind,
      place: gone ? { state: 'none' } : place(buyer),
      proved,
      size: line().length,
      free: s.units.free(),
      held: count('held'),
      wake,
      epoch: s.epoch,
      n: s.n,
      now,
    });
    const minute = Math.floor(now / 60_000);
    const noted = before && s.attempts.get(before.seq);
    const isKept = noted && noted.minute >= minute - KEPT_MINUTES;
    const known: { own: string[]; earlier: string[] } = isKept ? noted : { own: [], earlier: [] };
    const names = attempt?.name === undefined ? [] : [attempt.name];
    const proofs = attempt ? [attempt.proof] : [];
    const tickets = ticket === undefined ? [] : [`t${ticket}`];
    const isOwn = (tokens: string[]) => tokens.some((token) => known.own.includes(token));
    if (isOwn(proofs) || (taken && isOwn(tickets))) {
      return answer('repeated');
    }
    if (isOwn(names)) {
      return answer('repeated', { proved: false });
    }
    if ([...proofs, ...names].some((token) => known.earlier.includes(token))) {
      return answer('repeated', { proved: false, gone: true });
    }
    const keep = (seq: number, own: string[], earlier: string[]) => {
      const first = own.slice(0, ATTEMPTS);
      s.attempts.set(seq, {
        ...{ minute, own: first },
        earlier: earlier.slice(0, ATTEMPTS - first.length),
      });
    };
    if (taken && (bearer || ticket === before.seq)) {
      const lasting = [...proofs, ...names].filter((token) => !token.startsWith('r'));
      keep(before.seq, [...lasting, ...known.own], known.earlier);
      return answer('already');
    }
    if (s.rules.closed || now >= s.rules.endsAt) {
      return refused('ended');
    }
    if (now < s.rules.lobbyOpensAt) {
      return refused('not_open');
    }
    if (taken) {
      return refused('no_proof');
    }
    if (s.units.free() + count('held') + count('claimed') === 0) {
      return refused('sold_out');
    }
    let seq = s.seq + 1;
    const mark = ticket === undefined ? undefined : s.marks.get(Math.floor(ticket / 1e9));
    if (ticket && mark && !before && ticket < epochBase(s.epoch) && ticket > mark) {
      seq = now < s.graceUntil ? ticket : seq;
    }
    if (seq !== ticket) {
      const at = mayJoinAt(buyer);
      if (now < at) {
        return { kind: 'refused', why: 'wait', at, now, epoch: s.epoch };
      }
      if (network && isFull(network)) {
        return refused('too_many_places');
      }
    }
    if (s.n > s.storedN && now - s.oldestAt > 5_000) {
      return { kind: 'unavailable', why: 'lagging' };
    }
    s.seq = Math.max(s.seq, seq);
    if (network) {
      s.networks.set(seq, network);
    } else {
      s.networks.delete(seq);
    }
    s.places.set(buyer, { phase: 'waiting', seq });
    keep(seq, [...proofs, ...names, ...tickets], [...known.own, ...known.earlier]);
    const wake = s.units.free() > 0 && !s.wake && !s.rules.paused && now >= s.rules.startsAt;
    s.wake ||= wake;
    log();
    return answer('joined', { wake });
  }

  function grant(max: number, units?: readonly number[]): GrantOutcome {
    const { now } = clock;
    s.wake = false;
    const waiting = line();
    const counts = { waiting: waiting.length, free: s.units.free(), epoch: s.epoch };
    const idle = (
      why: 'empty_line' | 'nothing_free' | 'paused' | 'window' | 'grace',
    ): GrantOutcome => {
      return { kind: 'idle', why, ...counts, now };
    };
    if (s.rules.paused) {
      return idle('paused');
    }
    if (s.rules.closed || now < s.rules.startsAt || now >= s.rules.endsAt) {
      return idle('window');
    }
    if (waiting.length === 0) {
      return idle('empty_line');
    }
    if (counts.free === 0) {
      return idle('nothing_free');
    }
    const grace = now < s.graceUntil;
    const isOfNow = (one: { seq: number }) => grace && one.seq >= epochBase(s.epoch);
    const eligible = waiting.slice(0, lengthBefore(waiting, isOfNow));
    if (eligible.length === 0) {
      return idle('grace');
    }
    const spare = counts.free - fastPassThreshold(s.stock, s.rules.fastPassPercent);
    const mode = spare > 0 ? 'normal' : 'fast';
    let next = s.units.next(Math.min(max, 200, eligible.length, spare > 0 ? spare : counts.free));
    if (mode === 'fast') {
      const named = (units ?? []).slice(0, next.length);
      if (named.length === 0 || named.some((unit, i) => unit !== next[i])) {
        return { kind: 'check_units', units: next, ...counts };
      }
      next = named;
    }
    const holds = next.map((unit, i): Hold => {
      const { buyer = '', seq = 0 } = eligible[i] ?? {};
      const hold: HeldPlace = {
        phase: 'held',
        seq,
        unit,
        fence: ++s.fence,
        expiresAt: now + s.rules.holdMs,
        price: s.rules.price,
        used: 0,
        attempt: 0,
        token: '',
        leaseUntil: 0,
      };
      s.places.set(buyer, hold);
      s.units.take(unit);
      s.serving = Math.max(s.serving, seq);
      return show(buyer, hold);
    });
    s.granted += holds.length;
    log();
    const left = { waiting: counts.waiting - holds.length, free: counts.free - holds.length };
    return { kind: 'granted', mode, holds, ...left, epoch: s.epoch, now };
  }

  function leave({ buyer, seq }: { buyer: string; seq?: number }): LeaveOutcome {
    const p = s.places.get(buyer);
    const isAnother = seq !== undefined && seq !== p?.seq;
    if (p?.phase === 'sold' && !isAnother) {
      return { kind: 'refused', why: 'sold', orderId: p.orderId, epoch: s.epoch };
    }
    if (p?.phase === 'claimed' && !isAnother) {
      return { kind: 'refused', why: 'claimed', epoch: s.epoch };
    }
    if ((p?.phase !== 'waiting' && p?.phase !== 'held') || isAnother) {
      return { kind: 'refused', why: 'nothing', epoch: s.epoch };
    }
    if (p.phase === 'held') {
      free(buyer, 'left', p);
      countLost(buyer);
    } else {
      s.places.set(buyer, { phase: 'left', seq: p.seq, at: clock.now });
    }
    const gave = p.phase === 'held' ? 'hold' : 'place';
    return { kind: 'left', gave, ...log(), now: clock.now };
  }

  function takeAway(buyer: string, how: 'release' | 'remove'): AdminOutcome {
    const p = s.places.get(buyer);
    const refused = (why: 'nothing' | 'claimed' | 'sold' | 'waiting'): AdminOutcome => {
      return { kind: 'refused', why, epoch: s.epoch };
    };
    if (p?.phase === 'claimed' || p?.phase === 'sold') {
      return refused(p.phase);
    }
    if (p?.phase === 'waiting' && how === 'release') {
      return refused('waiting');
    }
    if (p?.phase === 'held') {
      free(buyer, how === 'release' ? 'expired' : 'removed', p);
    } else if (!p || how === 'release' || p.phase === 'removed') {
      return refused('nothing');
    } else {
      s.places.set(buyer, { phase: 'removed', seq: p.seq, at: clock.now });
    }
    return { kind: 'done', ...log() };
  }
  return { join, grant, leave, takeAway };
}
