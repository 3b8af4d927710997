import { createStore, type Http } from '@flash/web';

const flag = () => createStore((_: boolean, next: boolean) => next, false);
const expired = flag();
const secondFactorNeeded = flag();

/** Asked by people who have no session, or not all of one: no is what they are told by right. */
const BEFORE_A_SESSION = [
  '/get-session',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
];

/**
 * Notices when the API no longer knows the session. The page stays as it is, with what was typed
 * into it; somebody who signs in again goes on where they were. Notices too when the API wants a
 * second factor before anything else.
 */
export const sessionGuard = {
  expired,
  secondFactorNeeded,
  watch(http: Http): Http {
    return async (request) => {
      const answer = await http<never>(request);
      if (answer.ok) return answer;
      const { code } = answer.refusal;
      const isBefore = BEFORE_A_SESSION.some((end) => request.path === `/api/auth${end}`);
      if (code === 'UNAUTHENTICATED' && !isBefore) expired.send(true);
      if (code === 'TWO_FACTOR_REQUIRED') secondFactorNeeded.send(true);
      return answer;
    };
  },
};
