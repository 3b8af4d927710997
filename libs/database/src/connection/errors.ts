import { mongo } from 'mongoose';

const duplicateKey = 11_000;
const unauthorized = 13;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === unauthorized;
}

const documentValidationFailure = 121;

/** The collection's own rules refuse the document: trying again would not help. */
export function isInvalid(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === documentValidationFailure;
}

export function hasLabel(error: unknown, label: string): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(label);
}

/** Where an insert of several stopped, and on which index. */
export function duplicateOf(error: unknown): { position: number; index: string } | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) {
    return null;
  }
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const first = errors[0];
  if (first?.code !== duplicateKey) {
    return null;
  }
  return {
    position: first.index,
    index: /index: (\S+) dup key/.exec(first.errmsg ?? '')?.[1] ?? '',
  };
}
