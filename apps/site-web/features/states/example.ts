import type { Problem } from '@flash/shared-types';
import { nothingYet, type Purchase } from '../purchase/purchase.ts';
import { type Example, everyState, type StateName } from './every-state.ts';
import { type Recording, recordingAt } from './recordings.ts';

/** When everything in the gallery happens: pictures of one state are alike on every day. */
const answeredAt = Date.UTC(2026, 5, 1, 10, 0, 0);
const AGE_MS = 3_000;

/** A page in one state, at a moment that never passes. */
export function exampleOf(name: StateName): { purchase: Purchase; now: number } {
  const { recorded, known, inLine, seconds = 0 }: Example = everyState[name];
  const now = answeredAt + AGE_MS + seconds * 1_000;
  if (!recorded) return { purchase: { ...nothingYet, ...known }, now };
  const purchase = inLineOf(seen(recordingAt(recorded, answeredAt)), inLine);
  return { purchase: { ...purchase, ...known }, now };
}

function inLineOf(purchase: Purchase, inLine: Example['inLine']): Purchase {
  const { place, line } = purchase;
  if (!inLine || !line || place?.state !== 'waiting') return purchase;
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
