import { createStore, type Http } from '@flash/web';

const flag = () => createStore((_: boolean, next: boolean) => next, false);
const expired = flag();
const secondFactorNeeded = flag();

/** Set while the user is asked to enter the password again; called with whether they did. */
const confirming = createStore(
  (_: ((isConfirmed: boolean) => void) | null, next: ((isConfirmed: boolean) => void) | null) =>
    next,
  null,
);
let asked: Promise<boolean> | null = null;

/** Whether the password was entered again; calls that need it at the same time share one dialog. */
function askToConfirm(): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => confirming.send(resolve)).finally(() => {
    confirming.send(null);
    asked = null;
  });
  return asked;
}

/** Asked by people who have no session, or not all of one: no is what they are told by right. */
const BEFORE_A_SESSION = [
  '/get-session',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
];

/**
 * Notices when the API no longer knows the session. The page stays as it is, with what was typed
 * into it; a user who signs in again goes on where they were. Notices too when the API wants a
 * second factor before anything else, or the password again before something sensitive.
 */
export const sessionGuard = {
  expired,
  secondFactorNeeded,
  confirming,
  askToConfirm,
  watch(http: Http): Http {
    return async (request) => {
      const answer = await http<never>(request);
      if (answer.ok) {
        return answer;
      }
      const { code } = answer.refusal;
      const isBefore = BEFORE_A_SESSION.some((end) => request.path === `/api/auth${end}`);
      if (code === 'UNAUTHENTICATED' && !isBefore) {
        expired.send(true);
      }
      if (code === 'TWO_FACTOR_REQUIRED') {
        secondFactorNeeded.send(true);
      }
      // Nothing was done yet: the very same call is made once more.
      if (code === 'FRESH_SIGN_IN_NEEDED' && (await askToConfirm())) {
        return http<never>(request);
      }
      return answer;
    };
  },
};
