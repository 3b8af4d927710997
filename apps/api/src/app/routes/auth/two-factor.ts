import type { Member } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { accountOf } from '../../plugins/session.ts';
import { tokenIn } from '../../services/accounts/credentials.ts';
import { createCodeUses, createOwnSessions } from '../../services/accounts/sessions.ts';
import { routeOf } from '../endpoint-route.ts';
import { askForOneself, challengeIn, orWithdraw, withdrawSession } from './bridge.ts';

/** A second factor from an authenticator app, with recovery codes for the day it is lost. */
export function twoFactorRoutes(app: FastifyInstance): void {
  const { accountLog } = app.deps;
  const fromOf = ({ ip, id }: FastifyRequest) => ({ ip, requestId: id });

  app.route({
    ...routeOf(app, endpoints.beginTwoFactor),
    onRequest: app.requireAccount,
    handler: async (request, reply) =>
      (await askForOneself(request, reply, '/two-factor/enable', request.body)).body,
  });

  app.route({
    ...routeOf(app, endpoints.renewBackupCodes),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const path = '/two-factor/generate-backup-codes';
      const { body } = await askForOneself(request, reply, path, request.body);
      await accountLog.changed(accountOf(request).userId, fromOf(request), 'recovery_codes');
      return body;
    },
  });

  secondStepRoutes(app);

  app.route({
    ...routeOf(app, endpoints.endTwoFactor),
    onRequest: app.requireAccount,
    handler: async (request, reply) => {
      const { userId, role } = accountOf(request);
      if (role === 'owner' || app.needsFactor(role)) {
        throw new AppError('FORBIDDEN', { detail: 'Your role keeps its second factor.' });
      }
      const path = '/two-factor/disable';
      const { cookies } = await askForOneself(request, reply, path, request.body);
      await accountLog.changed(userId, fromOf(request), 'two_factor_off');
      return { ok: true, token: tokenIn(cookies) };
    },
  });
}

interface AccountUser {
  id: string;
  email: string;
}

interface SignedIn {
  token: string;
  user: AccountUser;
  secondStep: 'app' | 'recovery code';
}

/** Also for those who are only half signed in: a cookie of the first step stands for them. */
export function secondStepRoutes(app: FastifyInstance): void {
  const { db, redis, env, auth, identity, accountLog, guard } = app.deps;
  const sessions = createOwnSessions(auth);
  const isFirstUse = createCodeUses(redis, env.jwtSecret);

  app.route({
    ...routeOf(app, endpoints.verifyTotp),
    handler: async (request, reply) => {
      const before = await request.viewer();
      const { token, user } = await step(request, reply, '/two-factor/verify-totp');
      // Nobody stays signed in by the password alone, least of all whoever should not know it.
      if (before && !before.twoFactorEnabled) await endOthers(user.id, token);
      if (!before) {
        await refuseUsedCode(request, reply, user.id, token);
        return signedIn(request, reply, { token, user, secondStep: 'app' });
      }
      if (!before.twoFactorEnabled) {
        await accountLog.changed(user.id, fromOf(request), 'two_factor_on');
      }
      return answerOf(token, user, await db.members.get(user.id));
    },
  });

  app.route({
    ...routeOf(app, endpoints.verifyBackupCode),
    handler: async (request, reply) => {
      const { token, user } = await step(request, reply, '/two-factor/verify-backup-code');
      return signedIn(request, reply, { token, user, secondStep: 'recovery code' });
    },
  });

  async function step(request: FastifyRequest, reply: FastifyReply, path: string) {
    const { body, cookies } = await askForOneself(request, reply, path, request.body).catch(
      async (error: unknown) => {
        const isWrong = error instanceof AppError && error.code === 'CODE_INVALID';
        const userId = isWrong ? await whoTries(request) : null;
        if (userId) accountLog.wrongCode(userId, fromOf(request));
        throw error;
      },
    );
    // Switching it on gives the session another token, of which the library tells only the cookie.
    const token = tokenIn(cookies) ?? String(body?.token);
    return { token, user: body?.user as AccountUser };
  }

  async function whoTries(request: FastifyRequest): Promise<string | null> {
    const viewer = await request.viewer();
    if (viewer) return viewer.userId;
    const challenge = challengeIn(request.headers.cookie);
    const identifier = decodeURIComponent(challenge ?? '').split('.', 1)[0];
    const found = await db.db
      .collection('verification')
      .findOne({ identifier: { $eq: identifier } });
    return found ? String(found.value) : null;
  }

  /** Refused when the audit log cannot tell of it. */
  async function signedIn(
    request: FastifyRequest,
    reply: FastifyReply,
    { token, user, secondStep }: SignedIn,
  ) {
    const member = await orWithdraw(request, reply, { userId: user.id, token }, async () => {
      await accountLog.signedIn(user.id, fromOf(request), secondStep);
      return db.members.get(user.id);
    });
    await guard.rememberAddress(user.email, request.ip, member ? 'team' : 'buyers');
    return answerOf(token, user, member);
  }

  function answerOf(token: string, user: AccountUser, member: Member | null) {
    return { token, user: { ...user, role: member?.role ?? null, twoFactorEnabled: true } };
  }

  async function endOthers(userId: string, token: string): Promise<void> {
    await sessions.endOthers(userId, { token });
    await identity.forget(userId);
  }

  /** The session is there by now, but nobody knows its token yet. */
  async function refuseUsedCode(
    request: FastifyRequest,
    reply: FastifyReply,
    userId: string,
    token: string,
  ): Promise<void> {
    const { code } = request.body as { code: string };
    const isFirst = await isFirstUse(userId, code).catch((cause: unknown) => cause);
    if (isFirst === true) return;
    await withdrawSession(request, reply, { userId, token });
    throw isFirst === false
      ? new AppError('CODE_INVALID')
      : new AppError('UNAVAILABLE', { cause: isFirst });
  }
}

function fromOf({ ip, id }: FastifyRequest) {
  return { ip, requestId: id };
}
