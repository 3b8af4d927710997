export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** What is waited for, in the message of a failure. */
  what?: string;
}

/** Resolves with the first truthy answer. A condition that throws counts as not yet. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 10, what = 'the condition' }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) {
        return value as NonNullable<T>;
      }
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      const cause = last instanceof Error ? last : undefined;
      throw new Error(`waited ${timeoutMs} ms for ${what}; last: ${String(last)}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
