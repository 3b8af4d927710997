/** What a payment token makes the sandbox do; anything else is declined. */
export const sandboxTokens = ['ok', 'decline', 'slow', 'lost', 'late'] as const;
export type SandboxToken = (typeof sandboxTokens)[number];

export interface SandboxDelays {
  /** `slow` answers after this time. */
  slowMs: number;
  /** `lost` authorises at once, and its caller gives up waiting for the answer after this time. */
  lostMs: number;
  /** `late` reaches the provider only after this time, beyond the lease of a claim. */
  lateMs: number;
}

export const sandboxDelays: SandboxDelays = { slowMs: 1_500, lostMs: 2_000, lateMs: 7_000 };

export function isSandboxToken(token: string): token is SandboxToken {
  return (sandboxTokens as readonly string[]).includes(token);
}
