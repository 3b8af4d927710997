import { type ErrorCode, problemOf } from '@flash/shared-types';

export function problemExample(code: ErrorCode, path: string) {
  return problemOf({ code, instance: path, requestId: 'req-1' });
}
