import { z } from 'zod';
import { type ErrorCode, errors, isErrorCode } from './errors.ts';

export const fieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** The one shape of every refusal (RFC 9457), with `message` for clients of the first API. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  message: z.string(),
  instance: z.string(),
  code: z.custom<ErrorCode>(isErrorCode).meta({ type: 'string', enum: Object.keys(errors) }),
  requestId: z.string(),
  errors: z.array(fieldError).optional(),
  retryAfterMs: z.int().min(0).optional(),
  /** Only on ALREADY_BOUGHT, and only to the order's proven owner. */
  orderId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export interface ProblemInput {
  code: ErrorCode;
  instance: string;
  requestId: string;
  detail?: string | undefined;
  errors?: FieldError[] | undefined;
  retryAfterMs?: number | undefined;
  orderId?: string | undefined;
}

export function problemOf(input: ProblemInput): Problem {
  const { code, detail = errors[code].detail, ...rest } = input;
  const { title, status } = errors[code];
  return { type: problemType(code), title, status, detail, message: detail, code, ...rest };
}

/** Resolves on the API itself, so the link works wherever the API runs. */
export function problemType(code: ErrorCode): string {
  return `/docs/errors.md#${code.toLowerCase()}`;
}
