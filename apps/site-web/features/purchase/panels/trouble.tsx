import { Notice } from '@flash/web';
import type { Action, Purchase } from '../purchase.ts';

/** Why the last press of a button did not work, in the API's own words for people. */
export function Trouble({ purchase, of }: { purchase: Purchase; of: Action }) {
  const { trouble } = purchase;
  if (trouble?.action !== of) return null;
  const { title, detail, requestId } = trouble.refusal;
  return (
    <Notice tone="bad" title={title} requestId={requestId} isAlert={of === 'paying'}>
      <p>{detail}</p>
    </Notice>
  );
}
