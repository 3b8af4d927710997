import { createStore, type Http } from '@flash/web';

const expired = createStore((_: boolean, next: boolean) => next, false);

/**
 * Notices when the API no longer knows the session. The page stays as it is, with what was typed
 * into it; somebody who signs in again goes on where they were.
 */
export const sessionGuard = {
  expired,
  watch(http: Http): Http {
    return async (request) => {
      const answer = await http<never>(request);
      const isUnknown = !answer.ok && answer.refusal.code === 'UNAUTHENTICATED';
      if (isUnknown && !request.path.startsWith('/api/auth/')) expired.send(true);
      return answer;
    };
  },
};
