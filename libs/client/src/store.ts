export interface Store<State, Event> {
  get(): State;
  send(event: Event): void;
  subscribe(listener: () => void): () => void;
}

/** A reducer with listeners, so that polls, streams and timers can change state without React. */
export function createStore<State, Event>(
  reduce: (state: State, event: Event) => State,
  initial: State,
): Store<State, Event> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    send(event) {
      const next = reduce(state, event);
      if (next === state) {
        return;
      }
      state = next;
      for (const listener of listeners) {
        listener();
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
