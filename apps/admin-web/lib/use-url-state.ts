import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type UrlState = Record<string, string>;

/**
 * The state of a list (tab, search, sorting, page) is kept in the address: it survives a reload and
 * can be shared. Default values are left out. `defaults` must be a constant of
 * the page's module.
 */
export function useUrlState<State extends UrlState>(defaults: State) {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const state = useMemo(() => readState(query, defaults), [query, defaults]);
  const change = useCallback(
    (next: Partial<State>) => {
      // Read now, so that a delayed search does not undo a later change.
      const now = readState(location.search, defaults);
      const changed = writeState({ ...now, ...next }, defaults);
      // Synchronous, unlike the router: the next change must find it there.
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
