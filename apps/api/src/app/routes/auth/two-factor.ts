import type { Member } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { tokenIn } from '../../services/accounts/credentials.ts';
import { createCodeUses, createOwnSessions } from '../../services/accounts/sessions.ts';
import { accountRoute, type Call, rawRoute } from '../route.ts';
import { askForOneself, authBodies, challengeIn, orWithdraw, withdrawSession } from './bridge.ts';

/** A second factor from an authenticator app, with recovery codes for the day it is lost. */
export function twoFactorRoutes(app: FastifyInstance): void {
  const { accountLog } = app.deps;

  accountRoute(app, endpoints.beginTwoFactor, async ({ body: sent, request, reply }) => {
    const { body } = await askForOneself(request, reply, '/two-factor/enable', sent);
    return body;
  });

  accountRoute(app, endpoints.renewBackupCodes, async ({ body: sent, viewer, request, reply }) => {
    const path = '/two-factor/generate-backup-codes';
    const what = { userId: viewer.userId, from: fromOf(request), what: 'recovery_codes' } as const;
    const { body } = await accountLog.change(what, () => askForOneself(request, reply, path, sent));
    return body;
  });

  secondStepRoutes(app);

  accountRoute(app, endpoints.endTwoFactor, async ({ body, viewer, request, reply }) => {
    const { userId, role } = viewer;
    if (role === 'owner' || app.needsFactor(role)) {
      throw new AppError('FORBIDDEN', { detail: 'Your role requires two-factor authentication.' });
    }
    const what = { userId, from: fromOf(request), what: 'two_factor_off' } as const;
    const { cookies } = await accountLog.change(what, () =>
      askForOneself(request, reply, '/two-factor/disable', body),
    );
    return { ok: true, token: tokenIn(cookies) };
  });
}

interface AccountUser {
  id: string;
  email: string;
}

interface SignedIn {
  token: string;
  user: AccountUser;
}

type Step = Call<typeof endpoints.verifyTotp>;

/** Also for sign-ins that lack the second step: a cookie of the first step identifies them. */
function secondStepRoutes(app: FastifyInstance): void {
  const { db, redis, env, auth, identity, accountLog, guard } = app.deps;
  const sessions = createOwnSessions(auth);
  const isFirstUse = createCodeUses(redis, env.jwtSecret);

  rawRoute(app, endpoints.verifyTotp, {}, async (step) => {
    const before = await step.request.viewer();
    const path = '/two-factor/verify-totp';
    const isSwitchedOn = before !== null && !before.twoFactorEnabled;
    const signedIn = isSwitchedOn
      ? await accountLog.change(
          { userId: before.userId, from: fromOf(step.request), what: 'two_factor_on' },
          () => verify(step, path),
        )
      : await verify(step, path);
    const { user, token } = signedIn;
    // No session stays signed in by the password alone: another person may know the password.
    if (isSwitchedOn) {
      await endOthers(user.id, token);
    }
    if (!before) {
      await refuseUsedCode(step, signedIn);
      return finishSignIn(step, signedIn, 'app');
    }
    return answerOf(signedIn, await db.members.get(user.id));
  });

  rawRoute(app, endpoints.verifyBackupCode, {}, async (step) => {
    const signedIn = await verify(step, '/two-factor/verify-backup-code');
    return finishSignIn(step, signedIn, 'recovery code');
  });

  async function verify({ request, reply, body: sent }: Step, path: string): Promise<SignedIn> {
    const { body, cookies } = await askForOneself(request, reply, path, sent).catch(
      async (error: unknown) => {
        const isWrong = error instanceof AppError && error.code === 'CODE_INVALID';
        const userId = isWrong ? await accountBehind(request) : null;
        if (userId) {
          accountLog.wrongCode(userId, fromOf(request));
        }
        throw error;
      },
    );
    const { user, token } = authBodies.secondStep.parse(body);
    // Switching it on gives the session another token, which is in the library's cookie only.
    return { user, token: tokenIn(cookies) ?? String(token) };
  }

  async function accountBehind(request: FastifyRequest): Promise<string | null> {
    const viewer = await request.viewer();
    if (viewer) {
      return viewer.userId;
    }
    const challenge = challengeIn(request.headers.cookie);
    const identifier = decodeURIComponent(challenge ?? '').split('.', 1)[0];
    const found = await db.db
      .collection('verification')
      .findOne({ identifier: { $eq: identifier } });
    return found ? String(found.value) : null;
  }

  /** Refused when the audit log cannot be written. */
  async function finishSignIn(
    { request, reply }: Step,
    signedIn: SignedIn,
    secondStep: 'app' | 'recovery code',
  ) {
    const { user, token } = signedIn;
    const member = await orWithdraw(request, reply, { userId: user.id, token }, async () => {
      await accountLog.signedIn(user.id, fromOf(request), secondStep);
      return db.members.get(user.id);
    });
    await guard.rememberAddress(user.email, request.ip, member ? 'team' : 'buyers');
    return answerOf(signedIn, member);
  }

  function answerOf({ token, user }: SignedIn, member: Member | null) {
    return { token, user: { ...user, role: member?.role ?? null, twoFactorEnabled: true } };
  }

  async function endOthers(userId: string, token: string): Promise<void> {
    await sessions.endOthers(userId, { token });
    await identity.forget(userId);
  }

  /** The session exists by now, but its token was not sent yet. */
  async function refuseUsedCode(
    { request, reply, body }: Step,
    { user, token }: SignedIn,
  ): Promise<void> {
    const isFirst = await isFirstUse(user.id, body.code).catch((cause: unknown) => cause);
    if (isFirst === true) {
      return;
    }
    await withdrawSession(request, reply, { userId: user.id, token });
    throw isFirst === false
      ? new AppError('CODE_INVALID')
      : new AppError('UNAVAILABLE', { cause: isFirst });
  }
}

function fromOf({ ip, id }: FastifyRequest) {
  return { ip, requestId: id };
}
