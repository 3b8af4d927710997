import type { PaymentFault } from '@flash/client';

/** What the provider's script says of a payment that it did not authorise. */
interface ProviderError {
  type?: string;
  code?: string | undefined;
  decline_code?: string | undefined;
}

const WRONG_DATA =
  /^(?:in(?:correct|valid)_(?:number|cvc|zip|expiry_(?:month|year)(?:_past)?)|incomplete_)/;
const UNREACHED: readonly (string | undefined)[] = [
  ...['api_connection_error', 'api_error', 'rate_limit_error'],
];

/** In words of ours. A reason that is not known leaves open what happened. */
export function faultOf({ type, code = '', decline_code: reason }: ProviderError): PaymentFault {
  if (UNREACHED.includes(type)) {
    return 'PROVIDER_SILENT';
  }
  if (
    code === 'payment_intent_authentication_failure' ||
    [code, reason].includes('authentication_required')
  ) {
    return 'NOT_AUTHENTICATED';
  }
  if (reason === 'insufficient_funds') {
    return 'CARD_FUNDS';
  }
  if (code === 'expired_card' || reason === 'expired_card') {
    return 'CARD_EXPIRED';
  }
  if (WRONG_DATA.test(code)) {
    return 'CARD_DATA';
  }
  // Ways to pay that are no cards fail with the second of these.
  const isRefused = type === 'card_error' || code === 'payment_intent_payment_attempt_failed';
  return isRefused ? 'CARD_DECLINED' : 'PROVIDER_SILENT';
}
