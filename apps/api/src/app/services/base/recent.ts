/** What was used lately, by name: at least the last `max` names, and never more than twice as many. */
export interface Recent<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
}

/** Two halves: when the younger one is full the older one is forgotten as a whole, which costs nothing per name. */
export function createRecent<Value>(max: number): Recent<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(name: string, value: Value): void {
    if (young.size >= max) {
      old = young;
      young = new Map();
    }
    young.set(name, value);
  }

  return {
    get(name) {
      const known = young.get(name);
      if (known !== undefined) {
        return known;
      }
      const older = old.get(name);
      if (older !== undefined) {
        set(name, older);
      }
      return older;
    },
    set,
  };
}
