import type { Problem } from '@flash/shared-types';
import { nothingYet, type Purchase } from '../purchase/state/purchase.ts';
import type { Screen } from '../purchase/state/screen.ts';
import { type RecordedName, type Recording, recordingAt } from './recordings.ts';

/** Recorded answers, and what only the browser knows besides: its network, its clock, its buttons. */
interface Example {
  recorded: RecordedName | null;
  known?: Partial<Purchase>;
  /** A line as nobody can bring about by hand: of one, or of a million. */
  inLine?: { position: number; size: number };
  /** How long after the answers it is looked at. */
  seconds?: number;
}

const of = (recorded: RecordedName, more: Partial<Example> = {}): Example => ({
  recorded,
  ...more,
});
const nothing = (known: Partial<Purchase>): Example => ({ recorded: null, known });

const states: Record<Screen, Example> = {
  loading: nothing({ link: 'opening' }),
  unreachable: nothing({ link: 'lost' }),
  offline: nothing({ link: 'lost', isOnline: false }),
  missing: of('missing', { known: { isMissing: true } }),
  upcoming: of('upcoming'),
  signIn: of('signIn'),
  joinLobby: of('joinLobby'),
  join: of('join'),
  joinLine: of('joinLine'),
  joinReserved: of('joinReserved'),
  joinPaused: of('joinPaused'),
  joining: of('join', { known: { busy: 'joining', email: 'ada@example.org' } }),
  lobby: of('lobby'),
  waiting: of('waiting'),
  almost: of('almost'),
  reserved: of('reserved'),
  paused: of('paused'),
  held: of('held'),
  ending: of('held', { seconds: 860 }),
  paying: of('held', { known: { busy: 'paying' } }),
  failed: of('failed'),
  sold: of('sold'),
  bought: of('sold', { known: { triedAgain: true } }),
  expired: of('expired'),
  removed: of('removed'),
  soldOutInLine: of('soldOutInLine'),
  soldOut: of('soldOut'),
  ended: of('ended'),
  cancelled: of('cancelled'),
};

/** Not states of a sale: any of them, seen from a bad connection. */
const connections = {
  reconnecting: of('waiting', { known: { link: 'lost' }, seconds: 40 }),
  disconnected: of('paused', { known: { link: 'lost', isOnline: false }, seconds: 400 }),
};

/** Not states of their own either: the picture stays true however long the line is. */
const lines = {
  lineOfOne: of('waiting', { inLine: { position: 1, size: 1 } }),
  lineOfThree: of('waiting', { inLine: { position: 2, size: 3 } }),
  lineOfEight: of('waiting', { inLine: { position: 7, size: 8 } }),
  lineOf300: of('waiting', { inLine: { position: 120, size: 300 } }),
  lineOfMillion: of('waiting', { inLine: { position: 654_321, size: 1_000_000 } }),
};

const everyState = { ...states, ...connections, ...lines };
export type StateName = keyof typeof everyState;
export const stateNames = Object.keys(everyState) as StateName[];

/** When everything in the gallery happens: pictures of one state are alike on every day. */
const answeredAt = Date.UTC(2026, 5, 1, 10, 0, 0);
const AGE_MS = 3_000;

/** A page in one state, at a moment that never passes. */
export function exampleOf(name: StateName): { purchase: Purchase; now: number } {
  const { recorded, known, inLine, seconds = 0 }: Example = everyState[name];
  const now = answeredAt + AGE_MS + seconds * 1_000;
  if (!recorded) {
    return { purchase: { ...nothingYet, ...known }, now };
  }
  const purchase = inLineOf(seen(recordingAt(recorded, answeredAt)), inLine);
  return { purchase: { ...purchase, ...known }, now };
}

function inLineOf(purchase: Purchase, inLine: Example['inLine']): Purchase {
  const { place, line } = purchase;
  if (!inLine || !line || place?.state !== 'waiting') {
    return purchase;
  }
  return {
    ...purchase,
    line: { ...line, waiting: inLine.size },
    place: { ...place, ...inLine, ahead: inLine.position - 1 },
  };
}

function seen({ sale, line, place, problem }: Recording): Purchase {
  return {
    ...nothingYet,
    sale,
    line,
    place,
    email: place?.email ?? '',
    link: 'live',
    updatedAt: sale && answeredAt,
    trouble: problem && { action: 'paying', refusal: refusalOf(problem) },
  };
}

const refusalOf = ({ code, status, title, detail, requestId }: Problem) => ({
  ...{ code, status, title, detail, requestId },
  errors: [],
  retryAfterMs: null,
  orderId: null,
});
