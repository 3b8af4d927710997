import type { Action, PlaceTold, Result } from './operation.ts';

/** The calls of the API that a history keeps, by their paths. */
export const actionsByPath: Readonly<Record<string, Action>> = {
  '/orders/buy': 'join',
  '/orders/position': 'position',
  '/orders/confirm': 'confirm',
  '/orders/leave': 'leave',
  '/orders/extend': 'extend',
};

interface Answer {
  code?: string;
  state?: string;
  seq?: number | null;
  position?: number | null;
  unit?: number;
  fence?: number;
  expiresAt?: string;
  gave?: 'place' | 'hold' | 'nothing';
  epoch?: number;
  n?: number;
}

const rejected: Result = { kind: 'refused', why: 'rejected' };

/** What an answer of the API says; null where it leaves open what happened. */
export function resultOfAnswer(action: Action, status: number, body: unknown): Result | null {
  const answer = (typeof body === 'object' ? body : null) as Answer | null;
  if (status >= 500 || !answer) {
    return null;
  }
  if (status !== 200) {
    return refusalOf(answer);
  }
  switch (action) {
    case 'join':
    case 'position':
      return placeOf(answer);
    case 'confirm':
      return { kind: 'done', unit: answer.unit };
    case 'extend':
      return { kind: 'done', expiresAt: timeOf(answer) };
    case 'leave':
      return answer.gave === 'nothing' ? rejected : { kind: 'done', gave: answer.gave };
    default:
      return rejected;
  }
}

function refusalOf({ code }: Answer): Result {
  switch (code) {
    case 'SOLD_OUT':
      return { kind: 'refused', why: 'sold_out' };
    case 'ALREADY_IN_LINE':
      return { kind: 'refused', why: 'known' };
    default:
      return rejected;
  }
}

const timeOf = ({ expiresAt }: Answer) => (expiresAt ? Date.parse(expiresAt) : undefined);

/** Without proof of a place a caller is shown none, which says nothing about the line. */
function placeOf(answer: Answer): Result {
  const { state, position, unit, fence, epoch = 0, n = 0 } = answer;
  // While Redis is silent an answer tells what was known before, which may be no moment at all.
  if (n === 0) {
    return rejected;
  }
  const at = { epoch, n };
  const seq = answer.seq ?? undefined;
  const place = (told: PlaceTold): Result => ({ kind: 'place', place: told, at });
  switch (state) {
    case 'waiting':
    case 'paused':
      return place({ phase: 'waiting', seq, rank: position ?? undefined });
    case 'sold_out':
    case 'ended':
      return seq === undefined ? rejected : place({ phase: 'waiting', seq });
    case 'held':
    case 'claimed':
      return place({ phase: state, seq, unit, fence, expiresAt: timeOf(answer) });
    case 'sold':
      return place({ phase: 'sold', unit });
    case 'expired':
    case 'removed':
      return place({ phase: state, seq });
    default:
      return rejected;
  }
}
