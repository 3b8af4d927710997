import type { Answer } from '@flash/web';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { isWorthAsking, orThrow, pauseBeforeAsking } from './refused-error.ts';

export interface ApiQueryOptions {
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
    queryFn: ({ signal }) => orThrow(call(signal)),
    enabled,
    staleTime,
    refetchInterval: refetchInterval ?? false,
    placeholderData: keepPreviousData,
    retry: isWorthAsking,
    retryDelay: pauseBeforeAsking,
  });
}
