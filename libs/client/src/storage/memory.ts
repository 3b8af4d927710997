/** Storage of this browser that never throws: buying must work without it, too. */
export interface Memory {
  get(name: string): string | null;
  set(name: string, value: string): void;
  drop(name: string): void;
  names(): string[];
}

export function createMemory(open: () => Storage): Memory {
  const attempt = <Value>(action: (storage: Storage) => Value, otherwise: Value): Value => {
    try {
      return action(open());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => attempt((storage) => storage.getItem(name), null),
    set: (name, value) => attempt((storage) => storage.setItem(name, value), undefined),
    names: () => attempt((storage) => Object.keys(storage), []),
    drop: (name) => attempt((storage) => storage.removeItem(name), undefined),
  };
}
