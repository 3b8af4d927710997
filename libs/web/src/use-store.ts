'use client';

import type { Store } from '@flash/client';
import { useSyncExternalStore } from 'react';

export function useStore<State, Event>(store: Store<State, Event>): State {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
