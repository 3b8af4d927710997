import { AppError } from '../errors.ts';
import type { Identity } from '../services/accounts/identity.ts';

/** Sessions also end by themselves, and a word about it can get lost. */
const CHECK_MS = 60_000;

interface Allowance {
  identity: Pick<Identity, 'onForget'>;
  userId: string;
  /** Throws when this person may not read the stream any more. */
  check: () => Promise<unknown>;
  end: () => void;
}

/**
 * Ends a stream when its reader signed out or lost the right to it, however long it has been open.
 * Returns how to stop watching.
 */
export function whileAllowed({ identity, userId, check, end }: Allowance): () => void {
  const recheck = () => {
    check().catch((error: unknown) => {
      // Without MongoDB nobody can tell; what was allowed before goes on until somebody can.
      if (error instanceof AppError && error.status < 500) {
        end();
      }
    });
  };
  const stopListening = identity.onForget(userId, recheck);
  const timer = setInterval(recheck, CHECK_MS).unref();
  return () => {
    stopListening();
    clearInterval(timer);
  };
}
