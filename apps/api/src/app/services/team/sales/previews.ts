import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '@flash/shared-config';

/** So long the link of a preview shows a draft. */
export const PREVIEW_MS = 60 * 60_000;

const VERSION = 'p1';

export interface Previews {
  issue(saleId: string, now: number): { token: string; expiresAt: number };
  /** The draft that the token shows; null when it was altered, has expired, or is no token at all. */
  read(token: string, now: number): { saleId: string; expiresAt: number } | null;
}

/** Tokens that show one draft each, signed with a key of their own; tokens of the previous secret count, too. */
export function createPreviews(options: { secret: string; previous: string | null }): Previews {
  const current = keyOf(options.secret);
  const known = options.previous ? [current, keyOf(options.previous)] : [current];
  return {
    issue(saleId, now) {
      const expiresAt = now + PREVIEW_MS;
      const signed = `${VERSION}.${saleId}.${expiresAt.toString(36)}`;
      return { token: `${signed}.${mark(current, signed)}`, expiresAt };
    },
    read(token, now) {
      const [version, saleId, expires, given, ...rest] = token.split('.');
      if (version !== VERSION || !saleId || !expires || !given || rest.length > 0) {
        return null;
      }
      const signed = `${version}.${saleId}.${expires}`;
      const expiresAt = Number.parseInt(expires, 36);
      const isOurs = known.some((key) => isEqual(mark(key, signed), given));
      return isOurs && now < expiresAt ? { saleId, expiresAt } : null;
    },
  };
}

const keyOf = (secret: string) => deriveKey(secret, 'flash-preview', 'sign');

function mark(key: KeyObject, signed: string): string {
  return createHmac('sha256', key).update(signed).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
