export interface SingleFlight<T> {
  /** Runs now, or once more after the run that is under way; all callers of that run share it. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

interface Flight<T> {
  current: Promise<T>;
  next: Promise<T> | null;
}

/**
 * One run at a time for each key. A run that began earlier may have looked too early for the caller,
 * so a call during it leads to exactly one more.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, work: () => Promise<T>): Promise<T> {
    const flight: Flight<T> = { current: work(), next: null };
    flights.set(key, flight);
    const land = () => {
      if (!flight.next) {
        flights.delete(key);
      }
    };
    flight.current.then(land, land);
    return flight.current;
  }

  return {
    run(key, work) {
      const flight = flights.get(key);
      if (!flight) {
        return start(key, work);
      }
      const again = () => start(key, work);
      flight.next ??= flight.current.then(again, again);
      return flight.next;
    },
  };
}
