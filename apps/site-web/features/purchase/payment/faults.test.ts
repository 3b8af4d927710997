import { expect, test } from 'vitest';
import { faultOf } from './faults.ts';

test.each([
  [{ type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' }, 'CARD_DECLINED'],
  [{ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }, 'CARD_FUNDS'],
  [{ type: 'card_error', code: 'expired_card', decline_code: 'expired_card' }, 'CARD_EXPIRED'],
  [{ type: 'card_error', code: 'incorrect_cvc' }, 'CARD_DATA'],
  [{ type: 'card_error', code: 'invalid_expiry_year_past' }, 'CARD_DATA'],
  [
    { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' },
    'NOT_AUTHENTICATED',
  ],
  [
    { type: 'card_error', code: 'card_declined', decline_code: 'authentication_required' },
    'NOT_AUTHENTICATED',
  ],
  [
    { type: 'invalid_request_error', code: 'payment_intent_payment_attempt_failed' },
    'CARD_DECLINED',
  ],
  [{ type: 'api_connection_error' }, 'PROVIDER_SILENT'],
  [{ type: 'api_error', code: 'expired_card' }, 'PROVIDER_SILENT'],
  [{ type: 'invalid_request_error', code: 'something_new' }, 'PROVIDER_SILENT'],
  [{}, 'PROVIDER_SILENT'],
])('what the provider says is told as what to do next: %j', (error, fault) => {
  expect(faultOf(error)).toBe(fault);
});
