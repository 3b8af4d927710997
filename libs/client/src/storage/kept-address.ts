import type { Memory } from './memory.ts';

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
