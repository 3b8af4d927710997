import type { Hold } from '@flash/reservation';
import type { Notice, PersonalNotices } from '../shared/personal-notices.ts';

export interface Granted {
  hold: Hold;
  n: number;
  at: number;
}

/** Listens for one buyer's own grant; begins before the join, because the grant may overtake its answer. */
export function listenForGrant(
  personal: PersonalNotices,
  saleId: string,
  buyer: string,
  extensions: number,
) {
  let granted: Granted | null = null;
  let tell: (() => void) | null = null;
  const stop = personal.watch(saleId, buyer, (notice) => {
    granted = grantOf(notice, buyer, extensions) ?? granted;
    if (granted) tell?.();
  });

  return {
    stop,
    /** The grant of this place, or null when it did not come in time. */
    async within(ms: number, seq: number): Promise<Granted | null> {
      if (!granted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          tell = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return granted?.hold.seq === seq ? granted : null;
    },
  };
}

function grantOf({ entry }: Notice, buyer: string, extensions: number): Granted | null {
  if (entry.type !== 'grant') return null;
  const hold = entry.holds.find((one) => one.buyer === buyer);
  if (!hold) return null;
  const { expiresAt, price, n, at } = entry;
  return { hold: { ...hold, expiresAt, price, extensionsLeft: extensions }, n, at };
}
