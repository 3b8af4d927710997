import type { Answer } from '@flash/web';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { isWorthAsking, orThrow, pauseBeforeAsking } from './refused-error.ts';

export interface AskOptions {
  /** Asked anew this often while the page is looked at. */
  everyMs?: number;
  isEnabled?: boolean;
  /** Stays as it was read until it is asked for by another name: nothing moves under a reader's eyes. */
  isFixed?: boolean;
}

export type Asked<Value> = UseQueryResult<Value, Error>;

/**
 * A reading of the API under a name: asked once for all who show it, kept on screen while a newer
 * one is on its way. The first part of the name is the noun that a change makes stale.
 */
export function useAsk<Value>(
  name: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<Answer<Value>>,
  { everyMs, isEnabled = true, isFixed = false }: AskOptions = {},
): Asked<Value> {
  return useQuery<Value, Error>({
    queryKey: name,
    queryFn: ({ signal }) => orThrow(ask(signal)),
    enabled: isEnabled,
    staleTime: isFixed ? Number.POSITIVE_INFINITY : 0,
    refetchInterval: everyMs ?? false,
    placeholderData: keepPreviousData,
    retry: isWorthAsking,
    retryDelay: pauseBeforeAsking,
  });
}
