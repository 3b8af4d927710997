import type { Answer, Refusal } from '@flash/client';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';

/** Carries a refusal through the query cache, which accepts failures as errors only. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.title);
    this.refusal = refusal;
  }
}

async function valueOrThrow<Value>(asked: Promise<Answer<Value>>): Promise<Value> {
  const answer = await asked;
  if (!answer.ok) {
    throw new RefusedError(answer.refusal);
  }
  return answer.value;
}

const MAX_RETRIES = 3;

/** Retries only what may succeed a moment later. */
export function shouldRetry(failures: number, error: Error): boolean {
  if (failures >= MAX_RETRIES || !(error instanceof RefusedError)) {
    return false;
  }
  const { status } = error.refusal;
  return status === 0 || status === 429 || status >= 500;
}

export function retryDelayMs(failures: number, error: Error): number {
  const requestedMs = error instanceof RefusedError ? error.refusal.retryAfterMs : null;
  return requestedMs ?? Math.min(8_000, 500 * 2 ** failures);
}

interface ApiQueryOptions {
  /** In milliseconds, while the page is visible. */
  refetchInterval?: number;
  enabled?: boolean;
  /** Infinity: read once per key, so that nothing moves while it is read. */
  staleTime?: number;
}

export type ApiQuery<Value> = UseQueryResult<Value, Error>;

/**
 * A reading of the API under a key: made once for all components that show it, and kept on screen
 * while a newer one is on its way. The first part of the key is the noun that a change makes stale.
 */
export function useApiQuery<Value>(
  queryKey: readonly unknown[],
  call: (signal: AbortSignal) => Promise<Answer<Value>>,
  { refetchInterval, enabled = true, staleTime = 0 }: ApiQueryOptions = {},
): ApiQuery<Value> {
  return useQuery<Value, Error>({
    queryKey,
    queryFn: ({ signal }) => valueOrThrow(call(signal)),
    enabled,
    staleTime,
    refetchInterval: refetchInterval ?? false,
    placeholderData: keepPreviousData,
    retry: shouldRetry,
    retryDelay: retryDelayMs,
  });
}
