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

const PREFIX = 'flash.email.';
const KEPT_MS = 24 * 60 * 60 * 1_000;

/**
 * The e-mail address with which a guest joined, so that the place is found after a reload; empty if
 * there is none. Addresses not read for a day are dropped, for all sales: another person may use the
 * browser by then.
 */
export function keptAddress(memory: Memory, saleId: string, now = Date.now()): string {
  for (const name of memory.names().filter((one) => one.startsWith(PREFIX))) {
    const { address, until } = read(memory.get(name) ?? '');
    if (until !== null && until <= now) {
      memory.drop(name);
    }
    // Stored by a version that had no expiry.
    else if (until === null) {
      write(memory, name, address, now);
    }
  }
  const { address } = read(memory.get(`${PREFIX}${saleId}`) ?? '');
  if (address !== '') {
    keepAddress(memory, saleId, address, now);
  }
  return address;
}

export function keepAddress(
  memory: Memory,
  saleId: string,
  address: string,
  now = Date.now(),
): void {
  write(memory, `${PREFIX}${saleId}`, address, now);
}

function write(memory: Memory, name: string, address: string, now: number): void {
  memory.set(name, `${now + KEPT_MS} ${address}`);
}

function read(text: string): { address: string; until: number | null } {
  const [, until, address] = /^(\d+) (.*)$/.exec(text) ?? [];
  return address === undefined ? { address: text, until: null } : { address, until: Number(until) };
}
