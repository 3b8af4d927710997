import type { ErrorCode } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import type { AuthReply } from './ask.ts';
import { SECOND_FACTOR_LOCK_SECONDS } from './auth.ts';

const byLibraryCode: Record<string, ErrorCode> = {
  USER_ALREADY_EXISTS: 'EMAIL_TAKEN',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'EMAIL_TAKEN',
  // Another sign-up with the same address was faster.
  FAILED_TO_CREATE_USER: 'EMAIL_TAKEN',
  INVALID_EMAIL_OR_PASSWORD: 'INVALID_CREDENTIALS',
  INVALID_PASSWORD: 'INVALID_CREDENTIALS',
  BUSY: 'BUSY',
  INVALID_CODE: 'CODE_INVALID',
  INVALID_BACKUP_CODE: 'CODE_INVALID',
  // The first step was too long ago, or too many codes were tried: begin again.
  INVALID_TWO_FACTOR_COOKIE: 'UNAUTHENTICATED',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'UNAUTHENTICATED',
  TOTP_ALREADY_ENABLED: 'TWO_FACTOR_STATE',
  TOTP_NOT_ENABLED: 'TWO_FACTOR_STATE',
  TWO_FACTOR_NOT_ENABLED: 'TWO_FACTOR_STATE',
  BACKUP_CODES_NOT_ENABLED: 'TWO_FACTOR_STATE',
  INVALID_ORIGIN: 'ORIGIN_REFUSED',
  MISSING_OR_NULL_ORIGIN: 'ORIGIN_REFUSED',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'ORIGIN_REFUSED',
};

const byStatus: Record<number, ErrorCode> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  // One recovery code, sent twice at once.
  409: 'CODE_INVALID',
  422: 'VALIDATION_FAILED',
  429: 'RATE_LIMITED',
};

/** The library's refusals in our words; its own faults are ours, and say nothing. */
export function refusalOf({ status, body }: AuthReply): AppError {
  const known = byLibraryCode[String(body?.code)];
  const code = known ?? byStatus[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'FORBIDDEN');
  if (code === 'BUSY') return new AppError(code, { retryAfterMs: 2_000 });
  // Its one limit is the lock of a second factor; of when that ends it says nothing: at the latest then.
  return new AppError(
    code,
    code === 'RATE_LIMITED' ? { retryAfterMs: SECOND_FACTOR_LOCK_SECONDS * 1_000 } : {},
  );
}
