import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type UrlState = Record<string, string>;

/**
 * What a list shows (tab, words, sorting, page) lives in the address: it survives a reload, can be
 * sent to a colleague. Values equal to their default stay out of it. `defaults` is a constant of
 * the page's module.
 */
export function useUrlState<State extends UrlState>(defaults: State) {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const state = useMemo(() => readState(query, defaults), [query, defaults]);
  const change = useCallback(
    (next: Partial<State>) => {
      // As it is now: a search that was typed before the order was changed must not undo it.
      const now = readState(location.search, defaults);
      const changed = writeState({ ...now, ...next }, defaults);
      // At once, where the router would take its time: what is asked next has to find it there.
      window.history.replaceState(null, '', changed ? `${pathname}?${changed}` : pathname);
    },
    [defaults, pathname],
  );
  return [state, change] as const;
}

export function readState<State extends UrlState>(query: string, defaults: State): State {
  const known = new URLSearchParams(query);
  const entries = Object.keys(defaults).map((name) => [name, known.get(name) ?? defaults[name]]);
  return Object.fromEntries(entries) as State;
}

export function writeState<State extends UrlState>(state: State, defaults: State): string {
  const changed = Object.entries(state).filter(([name, value]) => value !== defaults[name]);
  return new URLSearchParams(changed).toString();
}
