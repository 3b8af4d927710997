import type { UrlState } from '../../../lib/use-url-state.ts';

export interface View {
  name: string;
  /** The filter as it stands in the address of the page. */
  query: string;
}

const VIEWS_MAX = 20;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The named filters of one list for one member. A browser that keeps nothing has none. */
export function keptViews(store: () => Store, owner: string) {
  const key = `views ${owner}`;

  function read(): View[] {
    try {
      const kept: unknown = JSON.parse(store().getItem(key) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isView) : [];
    } catch (error) {
      console.warn('The saved views could not be read.', error);
      return [];
    }
  }

  function write(views: View[]): View[] {
    try {
      store().setItem(key, JSON.stringify(views));
    } catch (error) {
      console.warn('The saved views could not be kept.', error);
    }
    return views;
  }

  return {
    read,
    /** A view of the same name is replaced. */
    put: (view: View) =>
      write([...read().filter(({ name }) => name !== view.name), view].slice(-VIEWS_MAX)),
    remove: (gone: string) => write(read().filter(({ name }) => name !== gone)),
  };
}

/** A person's address must not stay in the browser of a member. */
export function withoutAddresses<State extends UrlState>(state: State): Partial<State> {
  const kept = Object.entries(state).filter(([, value]) => !value.includes('@'));
  return Object.fromEntries(kept) as Partial<State>;
}

function isView(value: unknown): value is View {
  const isObject = typeof value === 'object' && value !== null;
  return (
    isObject &&
    'name' in value &&
    typeof value.name === 'string' &&
    'query' in value &&
    typeof value.query === 'string'
  );
}
