import { createStore, type Http } from '@flash/client';

const flag = () => createStore((_: boolean, next: boolean) => next, false);
const expired = flag();
const secondFactorNeeded = flag();

/** Set while the user must enter the password again; called with the result. */
const confirming = createStore(
  (_: ((isConfirmed: boolean) => void) | null, next: ((isConfirmed: boolean) => void) | null) =>
    next,
  null,
);
let asked: Promise<boolean> | null = null;

/** Resolves to whether the password was entered again; concurrent calls share one dialog. */
function askToConfirm(): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => confirming.send(resolve)).finally(() => {
    confirming.send(null);
    asked = null;
  });
  return asked;
}

/** Calls before or during sign-in: here 401 does not mean that a session has ended. */
const PATHS_WITHOUT_SESSION = [
  '/get-session',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
];

/**
 * Watches answers for an ended session. The page stays as it is, with what was typed into it, and
 * the user continues after signing in again. Also watches for calls that need a second factor or a
 * recent password first.
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
      const isBefore = PATHS_WITHOUT_SESSION.some((end) => request.path === `/api/auth${end}`);
      if (code === 'UNAUTHENTICATED' && !isBefore) {
        expired.send(true);
      }
      if (code === 'TWO_FACTOR_REQUIRED') {
        secondFactorNeeded.send(true);
      }
      // The refused call changed nothing, so it is safe to repeat.
      if (code === 'FRESH_SIGN_IN_NEEDED' && (await askToConfirm())) {
        return http<never>(request);
      }
      return answer;
    };
  },
};
