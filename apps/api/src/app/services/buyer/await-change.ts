import type { PersonalNotices } from '../shared/personal-notices.ts';

/** A notice may be lost; looking again now and then makes up for it. */
const LOOK_EVERY_MS = 250;

/** Resolves at the next change of this buyer's place, or when it is time to look again. */
export function awaitChange(
  personal: PersonalNotices,
  saleId: string,
  buyer: string,
  msMax: number,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, Math.min(LOOK_EVERY_MS, msMax)));
    const stop = personal.watch(saleId, buyer, done);
  });
}
