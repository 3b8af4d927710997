import { generateKeyPairSync } from 'node:crypto';
import { deriveKey } from './derive.ts';
import { drawBytes } from './draw.ts';
import { seal, unseal } from './seal.ts';

export type WebhookKeyKind = 'v1' | 'v1a';

interface DrawnKey {
  /** What deliveries are signed with: of v1 the secret as the receiver gets it, of v1a a private key. */
  text: string;
  /** Only of v1a: what the receiver gets. */
  publicKey: string | null;
}

const SECRET_BYTES = 32;
const PUBLIC_BYTES = 32;

/** Standard Webhooks: `v1` is HMAC-SHA256 with a shared secret, `v1a` Ed25519 with a pair of keys. */
export function drawWebhookKey(kind: WebhookKeyKind): DrawnKey {
  if (kind === 'v1') {
    return { text: `whsec_${drawBytes(SECRET_BYTES).toString('base64')}`, publicKey: null };
  }
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    text: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    publicKey: `whpk_${spki.subarray(-PUBLIC_BYTES).toString('base64')}`,
  };
}

/** Keeps keys unreadable in MongoDB and its backups. Each is bound to its endpoint. */
export interface WebhookKeySafe {
  seal(text: string, endpoint: string): string;
  /** `isOld`: sealed under the secret before the last change. Null: sealed under neither. */
  open(sealed: string, endpoint: string): { text: string; isOld: boolean } | null;
}

/** `secret`: JWT_SECRET, and the one before it. */
export function createWebhookKeySafe({
  secret,
  previous,
}: {
  secret: string;
  previous: string | null;
}): WebhookKeySafe {
  const current = keyFrom(secret);
  const before = previous === null ? null : keyFrom(previous);
  return {
    seal: (text, endpoint) => seal(current, text, endpoint),
    open(sealed, endpoint) {
      const text = unseal(current, sealed, endpoint);
      if (text !== null) {
        return { text, isOld: false };
      }
      const older = before && unseal(before, sealed, endpoint);
      return older === null ? null : { text: older, isOld: true };
    },
  };
}

const keyFrom = (secret: string) => deriveKey(secret, 'flash-webhook', 'seal');
