import { z } from 'zod';
import { keyScopes } from '../endpoints/scopes.ts';
import { id, line, time, utc } from '../scalars.ts';

/** Public, so that programs that look for leaked secrets find a key by it. */
export const apiKeyPrefix = 'fsk_';

/** `stopped`: the member who made it is no longer an owner. */
export const keyStates = ['active', 'expired', 'revoked', 'stopped'] as const;

const keyScope = z.enum(keyScopes);

export const apiKey = z.object({
  id,
  name: z.string(),
  /** The beginning of the key, to recognise it by. */
  hint: z.string(),
  scopes: z.array(z.string()),
  /** The only sale that it opens; null: all of them. */
  flashSaleId: z.string().nullable(),
  state: z.enum(keyStates),
  createdAt: utc,
  createdBy: z.object({ userId: z.string(), email: z.string().nullable() }),
  expiresAt: utc.nullable(),
  /** To the minute. */
  lastUsedAt: utc.nullable(),
  revokedAt: utc.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyList = z.object({ items: z.array(apiKey) });
export const apiKeyParams = z.object({ id });
export const apiKeyBody = z.object({
  name: line(80).min(1, 'must say what the key is for'),
  scopes: z.array(keyScope).min(1).max(keyScopes.length),
  flashSaleId: id.nullable().optional(),
  /** Null: it is good until it is revoked. */
  expiresAt: time.nullable(),
});
/** The key is shown this once; only its hash is kept. */
export const apiKeyMade = apiKey.extend({ key: z.string() });
export const apiKeyRevoked = z.object({ revoked: z.literal(true) });
