import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto';
import type { WebhookKeyKind } from '@flash/shared-config';

export interface SigningKey {
  kind: WebhookKeyKind;
  text: string;
  endsAt: number | null;
}

/** Signs a message as Standard Webhooks 1.0 says. */
export type Signer = (message: { id: string; seconds: number; body: string }) => string;

/** One signature for each key that has not ended: a receiver needs one of these keys to check it. */
export function createSigner(keys: readonly SigningKey[], now = Date.now): Signer {
  const signers = keys.map(({ kind, text, endsAt }) => ({
    endsAt,
    signText: kind === 'v1' ? hmacSigner(text) : ed25519Signer(text),
  }));
  return ({ id, seconds, body }) => {
    const text = `${id}.${seconds}.${body}`;
    return signers
      .filter(({ endsAt }) => endsAt === null || endsAt > now())
      .map(({ signText }) => signText(text))
      .join(' ');
  };
}

function hmacSigner(secret: string) {
  const key = createSecretKey(secret.replace(/^whsec_/, ''), 'base64');
  return (text: string) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

function ed25519Signer(pkcs8: string) {
  const key = createPrivateKey({
    ...{ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' },
  });
  return (text: string) => `v1a,${sign(null, Buffer.from(text), key).toString('base64')}`;
}
