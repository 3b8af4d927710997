import { AppError } from '../errors.ts';
import type { Identity } from '../services/accounts/identity.ts';

/** Sessions also expire, and the message about an ended session can get lost. */
const CHECK_MS = 60_000;

interface Allowance {
  identity: Pick<Identity, 'onForget'>;
  userId: string;
  /** Throws when this account may no longer read the stream. */
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
      // Without MongoDB the right cannot be checked: an allowed stream goes on until it can.
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
