import type { PlaceTold, Refusal, Result } from './operation.ts';
import type { History } from './recorder.ts';

/** The parts of an engine's answers that a history keeps. */
type Outcome = { kind: string; epoch?: number; n?: number; why?: string };
type Hold = { seq: number; unit: number; fence: number; expiresAt: number };
type EnginePlace = {
  state: PlaceTold['phase'];
  seq?: number;
  rank?: number;
  unit?: number;
  fence?: number;
  hold?: Hold;
  attempt?: number;
};
type Who = { buyer: string; seq?: number; attempt?: number };
type Method = (saleId: string, who: Who) => Promise<Outcome>;

/** What buyers and the API do with an engine. */
export interface ClientEngine {
  join: (saleId: string, who: never) => Promise<Outcome>;
  position: (saleId: string, buyers: readonly string[]) => Promise<Outcome>;
  claim: (saleId: string, who: never) => Promise<Outcome>;
  settle: (saleId: string, who: never) => Promise<Outcome>;
  void: (saleId: string, who: never) => Promise<Outcome>;
  extend: (saleId: string, who: never) => Promise<Outcome>;
  leave: (saleId: string, who: never) => Promise<Outcome>;
  refund: (saleId: string, who: never) => Promise<Outcome>;
}

/** The same engine, whose calls go into the history. */
export function recordEngine<E extends ClientEngine>(
  engine: E,
  history: History,
  client = 'engine',
): E {
  const recorded = (action: keyof typeof results): Method => {
    const call = engine[action] as unknown as Method;
    return (saleId, who) =>
      history.record(
        { saleId, client, buyer: who.buyer, action, attempt: who.attempt },
        () => call(saleId, who),
        (outcome) => resultOf(action, outcome, who),
      );
  };
  const methods = Object.keys(results) as (keyof typeof results)[];
  return {
    ...engine,
    ...Object.fromEntries(methods.map((action) => [action, recorded(action)])),
    position: (saleId: string, buyers: readonly string[]) => {
      const [buyer] = buyers;
      // A look at many places at once is no client's.
      return buyers.length !== 1 || buyer === undefined
        ? engine.position(saleId, buyers)
        : history.record(
            { saleId, client, buyer, action: 'position' },
            () => engine.position(saleId, buyers),
            positionResult,
          );
    },
  };
}

const results = {
  join: joinResult,
  claim: claimResult,
  settle: (o: Outcome) => doneResult(o, o.kind === 'settled'),
  void: voidResult,
  extend: extendResult,
  leave: leaveResult,
  refund: (o: Outcome): Result =>
    o.kind === 'returned' ? { kind: 'done', fresh: true, at: pointOf(o) } : rejected,
};

const rejected: Result = { kind: 'refused', why: 'rejected' };
const refused = (why: Refusal): Result => ({ kind: 'refused', why });

/** Nothing is changed and nothing is told where the engine would not act. */
function resultOf(action: keyof typeof results, outcome: Outcome, who: Who): Result {
  return outcome.kind === 'unavailable' ? rejected : results[action](outcome, who);
}

const pointOf = ({ epoch, n }: Outcome) =>
  epoch === undefined || n === undefined ? undefined : { epoch, n };

function placeOf(place: EnginePlace): PlaceTold {
  if (place.hold) {
    const { seq, unit, fence, expiresAt } = place.hold;
    return { phase: place.state, seq, unit, fence, expiresAt, attempt: place.attempt };
  }
  const { state: phase, seq, rank, unit, fence: attempt } = place;
  // An order that was settled without a place has the seq 0.
  return phase === 'sold' ? { phase, unit, attempt } : { phase, seq, rank };
}

function joinResult(outcome: Outcome): Result {
  if (outcome.kind !== 'refused') {
    const { place } = outcome as Outcome & { place: EnginePlace };
    const isFresh = outcome.kind === 'joined';
    // What a request that comes again is shown may be a place that is gone.
    const isGone = outcome.kind === 'repeated' && place.state === 'none';
    return isGone
      ? rejected
      : { kind: 'place', place: placeOf(place), at: pointOf(outcome), fresh: isFresh };
  }
  return outcome.why === 'sold_out'
    ? refused('sold_out')
    : outcome.why === 'no_proof'
      ? refused('known')
      : rejected;
}

function positionResult(outcome: Outcome): Result {
  const [place] = (outcome as Outcome & { places?: EnginePlace[] }).places ?? [];
  return place ? { kind: 'place', place: placeOf(place), at: pointOf(outcome) } : rejected;
}

function doneResult(outcome: Outcome, fresh: boolean): Result {
  const at = pointOf(outcome);
  if (outcome.kind === 'stale') {
    return refused('stale');
  }
  return fresh ? { kind: 'done', fresh, at } : { kind: 'done', at };
}

function claimResult(outcome: Outcome, who: Who): Result {
  const { attempt, unit, fresh } = outcome as Outcome & {
    attempt: number;
    unit: number;
    fresh: boolean;
  };
  switch (outcome.kind) {
    case 'claimed':
      return { kind: 'done', attempt, fresh };
    case 'in_progress':
      return { kind: 'refused', why: 'claimed', attempt };
    case 'sold':
      return { kind: 'refused', why: 'sold', unit };
    case 'refused':
      // Where a place was named, another place of the same buyer is none.
      return outcome.why === 'expired' || (outcome.why === 'no_hold' && who.seq === undefined)
        ? refused(outcome.why)
        : rejected;
    default:
      return rejected;
  }
}

function voidResult(outcome: Outcome): Result {
  return outcome.kind === 'stale'
    ? refused('stale')
    : { kind: 'done', fresh: true, back: outcome.kind === 'held' ? 'held' : 'freed' };
}

function extendResult(outcome: Outcome, who: Who): Result {
  if (outcome.kind === 'extended') {
    const { hold } = outcome as Outcome & { hold: Hold };
    return { kind: 'done', expiresAt: hold.expiresAt };
  }
  const isKnown = outcome.why === 'claimed' || (outcome.why === 'no_hold' && who.seq === undefined);
  return isKnown ? refused(outcome.why as Refusal) : rejected;
}

function leaveResult(outcome: Outcome, who: Who): Result {
  if (outcome.kind === 'left') {
    const { gave } = outcome as Outcome & { gave: 'place' | 'hold' };
    return { kind: 'done', gave, at: pointOf(outcome) };
  }
  const why = outcome.why as Refusal;
  return why === 'nothing' && who.seq !== undefined ? rejected : refused(why);
}
