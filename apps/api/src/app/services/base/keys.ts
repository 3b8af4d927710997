/**
 * Keys and channels of the API in Redis, beside those of a sale (`libs/reservation/src/keys.ts`). Processes
 * of other versions read them too.
 */
export const redisKeys = {
  /** Calls counted in one window of a limit. */
  limit: (rule: string, key: string) => `fslimit:${rule}:${key}`,
  /** A hash: the requests of one caller by their Idempotency-Key. */
  idempotency: (owner: string) => `fsonce:${owner}`,
  /** Says that the password was entered again in this session. */
  freshSession: (sessionId: string) => `fsfresh:${sessionId}`,
  usedCode: (digest: string) => `fscode:${digest}`,
  /** Wrong passwords in a row, and whether the next one has to wait. */
  guesses: (account: string) => [`fsguess:{${account}}`, `fsguess:{${account}}:wait`] as const,
  /** A sorted set: digests of addresses from which accounts were signed in. */
  knownAddresses: (kind: 'team' | 'buyers') => `fsknown:${kind}`,
  /** Held by the process that deleted unused accounts last. */
  accountRetention: 'fsaccounts',
  /** A channel: accounts whose cached sessions are to be forgotten. */
  forgetSessions: 'fsviewer',
} as const;
