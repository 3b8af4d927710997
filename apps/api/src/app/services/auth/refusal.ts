import type { ErrorCode } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import type { AuthReply } from './ask.ts';

const byLibraryCode: Record<string, ErrorCode> = {
  USER_ALREADY_EXISTS: 'EMAIL_TAKEN',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'EMAIL_TAKEN',
  INVALID_EMAIL_OR_PASSWORD: 'INVALID_CREDENTIALS',
  INVALID_PASSWORD: 'INVALID_CREDENTIALS',
  INVALID_CODE: 'INVALID_CREDENTIALS',
  INVALID_BACKUP_CODE: 'INVALID_CREDENTIALS',
  INVALID_TWO_FACTOR_COOKIE: 'INVALID_CREDENTIALS',
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
  422: 'VALIDATION_FAILED',
  429: 'RATE_LIMITED',
};

/** The library's refusals in our words; its own faults are ours, and say nothing. */
export function refusalOf({ status, body }: AuthReply): AppError {
  const known = byLibraryCode[String(body?.code)];
  return new AppError(known ?? byStatus[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'FORBIDDEN'));
}
