import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo } from 'react';

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
  useEffect(() => writes.drew(query), [query]);
  const change = useCallback(
    (next: Partial<State>) => {
      // Read now, so that a delayed search does not undo a later change.
      const now = readState(writes.latest() ?? location.search, defaults);
      const changed = writeState({ ...now, ...next }, defaults);
      writes.wrote(changed);
      // Synchronous, unlike the router: the next change must find it there.
      window.history.replaceState(null, '', changed ? `${pathname}?${changed}` : pathname);
    },
    [defaults, pathname],
  );
  return [state, change] as const;
}

/**
 * What was written and is not drawn yet, oldest first. While a page draws one of them, Next puts that one into the
 * address again, so a change that comes then would lose those after it if it read the address.
 */
export function createWrites() {
  let undrawn: string[] = [];
  let drawn: string | null = null;
  return {
    latest: () => undrawn.at(-1) ?? null,
    wrote(query: string): void {
      undrawn.push(query);
    },
    /** Told by each part of a page that shows the state. A query that was not written here ends all that wait. */
    drew(query: string): void {
      if (query !== drawn) {
        drawn = query;
        const at = undrawn.indexOf(query);
        undrawn = at < 0 ? [] : undrawn.slice(at + 1);
      }
    },
  };
}

const writes = createWrites();

export function readState<State extends UrlState>(query: string, defaults: State): State {
  const known = new URLSearchParams(query);
  const entries = Object.keys(defaults).map((name) => [name, known.get(name) ?? defaults[name]]);
  return Object.fromEntries(entries) as State;
}

export function writeState<State extends UrlState>(state: State, defaults: State): string {
  const changed = Object.entries(state).filter(([name, value]) => value !== defaults[name]);
  return new URLSearchParams(changed).toString();
}
