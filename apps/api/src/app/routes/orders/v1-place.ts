import { type PurchaseState, v1Status } from '@flash/shared-types';
import { wholeSecondsLeft } from '@flash/shared-utils';

/** The fields by which clients of the first API read a place; position and size are in the state. */
export function v1Place(state: PurchaseState, email: string | null, flashSaleId: string) {
  const { hasActiveHold } = v1Status(state.state);
  const holdTtlSec =
    'expiresAt' in state
      ? wholeSecondsLeft(Date.parse(state.expiresAt), Date.parse(state.serverNow))
      : 0;
  return { hasActiveHold, holdTtlSec, email, flashSaleId };
}
