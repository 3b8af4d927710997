import { type ErrorCode, errors, type FieldError } from '@flash/shared-types';

export interface ErrorExtra {
  /** Replaces the catalogue's sentence; never holds anything the caller may not know. */
  detail?: string;
  errors?: FieldError[];
  retryAfterMs?: number;
  /** On ALREADY_BOUGHT, for the order's proven owner only. */
  orderId?: string;
  headers?: Readonly<Record<string, string>>;
  /** The call changed something nevertheless: the same Idempotency-Key gets this refusal again. */
  isOutcome?: boolean;
  cause?: unknown;
}

/** The caller must stop. Expected outcomes are union values; anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly extra: ErrorExtra;

  constructor(code: ErrorCode, extra: ErrorExtra = {}) {
    super(extra.detail ?? errors[code].detail, { cause: extra.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = errors[code].status;
    this.extra = extra;
  }
}
