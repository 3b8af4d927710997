import { createHash } from 'node:crypto';

/** An answer that is equal for everybody: made once, sent many times. */
export interface ReadyAnswer {
  body: Buffer;
  etag: string;
}

/**
 * The tag is weak and leaves the time out: two answers that differ in nothing but the moment they
 * were made are the same answer to a cache.
 */
export function readyAnswer(content: unknown, contentWithTime: unknown): ReadyAnswer {
  const digest = createHash('sha1').update(JSON.stringify(content)).digest('base64url');
  return { body: Buffer.from(JSON.stringify(contentWithTime)), etag: `W/"${digest}"` };
}

export function isKnown(answer: ReadyAnswer, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch === answer.etag || ifNoneMatch.split(/\s*,\s*/).includes(answer.etag);
}
