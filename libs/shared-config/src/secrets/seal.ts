import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { drawBytes } from './draw.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM, bound to what it belongs to: a sealed text cannot be moved to another place. */
export function seal(key: KeyObject, text: string, bound: string): string {
  const iv = drawBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound));
  const body = cipher.update(text, 'utf8');
  cipher.final();
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
}

/** Null: sealed with another key, or bound to something else. */
export function unseal(key: KeyObject, sealed: string, bound: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) {
    return null;
  }
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8');
  try {
    return text + decipher.final('utf8');
  } catch (error) {
    if (isWrongTag(error)) {
      return null;
    }
    throw error;
  }
}

/** Sealed with another key, or bound to something else. Node gives this error no code. */
function isWrongTag(error: unknown): boolean {
  return error instanceof Error && error.message.includes('unable to authenticate data');
}
