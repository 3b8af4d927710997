import type { FieldError } from '@flash/shared-types';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError } from '../errors.ts';
import { isOutage } from '../services/base/outage.ts';

/** What a thrown value means to the caller, or null when it is a bug. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new AppError('VALIDATION_FAILED', { errors: error.validation.map(fieldOf) });
  }
  if (isOutage(error)) return new AppError('UNAVAILABLE', { cause: error });
  return fromFramework(error);
}

function fromFramework(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  switch (error.statusCode) {
    case 400:
      return new AppError(isBodyFault(error) ? 'INVALID_JSON' : 'VALIDATION_FAILED');
    case 404:
      return new AppError('NOT_FOUND');
    case 405:
      return new AppError('METHOD_NOT_ALLOWED');
    case 413:
      return new AppError('BODY_TOO_LARGE');
    case 408:
      return new AppError('REQUEST_TIMEOUT');
    case 414:
      return new AppError('VALIDATION_FAILED');
    case 431:
      return new AppError('HEADERS_TOO_LARGE');
    case 415:
      return new AppError('UNSUPPORTED_MEDIA_TYPE');
    case 503:
      return new AppError('BUSY');
    default:
      return null;
  }
}

function isBodyFault(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return error instanceof SyntaxError || code.startsWith('FST_ERR_CTP_');
}

function fieldOf(issue: { instancePath: string; message?: string | undefined }): FieldError {
  const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
  return { path, message: issue.message ?? 'not as expected' };
}
