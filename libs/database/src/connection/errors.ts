import { mongo } from 'mongoose';

const DUPLICATE_KEY = 11_000;
const UNAUTHORIZED = 13;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === UNAUTHORIZED;
}

const DOCUMENT_VALIDATION_FAILURE = 121;

/** The collection's own rules refuse the document: trying again would not help. */
export function isInvalid(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DOCUMENT_VALIDATION_FAILURE;
}

const WRITE_CONFLICT = 112;
const LOCK_TIMEOUT = 24;

/** Another transaction wrote the same document, or holds it. */
export function isWriteConflict(error: unknown): boolean {
  return (
    error instanceof mongo.MongoServerError &&
    (error.code === WRITE_CONFLICT || error.code === LOCK_TIMEOUT)
  );
}

export function hasLabel(error: unknown, label: string): boolean {
  return error instanceof mongo.MongoError && error.hasErrorLabel(label);
}

/** Where an insert stopped, and on which index. */
export function duplicateOf(error: unknown): { position: number; index: string } | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) {
    return isDuplicateKey(error) ? { position: 0, index: indexIn(String(error)) } : null;
  }
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const first = errors[0];
  if (first?.code !== DUPLICATE_KEY) {
    return null;
  }
  return { position: first.index, index: indexIn(first.errmsg ?? '') };
}

const indexIn = (text: string) => /index: (\S+) dup key/.exec(text)?.[1] ?? '';
