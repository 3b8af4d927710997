import { Refused } from '../../../lib/refused.tsx';
import type { Action, Purchase } from '../purchase.ts';

/** Why the last press of a button did not work. */
export function Trouble({ purchase, of }: { purchase: Purchase; of: Action }) {
  const { trouble } = purchase;
  return trouble?.action === of ? <Refused refusal={trouble.refusal} /> : null;
}
