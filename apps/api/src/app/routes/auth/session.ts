import { setTimeout as sleep } from 'node:timers/promises';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Auth } from '../../services/accounts/auth.ts';
import { makesOwner } from '../../services/accounts/credentials.ts';
import { isWrongPassword } from '../../services/accounts/guard.ts';
import { refuseUnfit } from '../../services/accounts/passwords.ts';
import { createOwnSessions } from '../../services/accounts/sessions.ts';
import type { Person } from '../../services/team/members.ts';
import { dropAccountTickets } from '../orders/identify.ts';
import { accountRoute, rawRoute } from '../route.ts';
import { askForOneself, authBodies, bridge, orWithdraw } from './bridge.ts';

/** Only three fields go on: no other field of the caller can become part of an account. */
function signUpRoute(app: FastifyInstance): void {
  const { auth, env, team, log, guard } = app.deps;
  const adminOrigin = new URL(env.adminUrl).origin;
  const isOpen = env.adminSignup === 'open' && !env.isProduction;

  rawRoute(
    app,
    endpoints.signUp,
    { config: { shed: 'first' } },
    async ({ body: sent, request, reply }) => {
      await app.limits.signUp(request);
      const { name, email, password, teamToken } = sent;
      // Before the account exists: later it could only be asked to choose another password.
      if (teamToken !== undefined) {
        refuseUnfit(password, 'password');
      }
      const { body } = await bridge(request, reply, '/sign-up/email', {
        name,
        email,
        password,
      }).catch(async (error: unknown) => {
        const isUnclear = error instanceof AppError && error.code === 'UNAVAILABLE';
        throw isUnclear && (await isTaken(auth, email)) ? new AppError('EMAIL_TAKEN') : error;
      });
      const { user } = authBodies.signUp.parse(body);
      await guard.rememberAddress(email, request.ip, 'buyers');
      if (!isOpen || !makesOwner(request.headers, adminOrigin)) {
        return body;
      }
      const person: Person = { userId: user.id, email, name };
      await team.makeOwner(selfOf(request, person), person);
      log.warn({ userId: user.id }, 'open sign-up made an owner');
      return { ...body, user: { ...user, role: 'owner' } };
    },
  );
}

const LOOKS = 5;
const LOOK_EVERY_MS = 100;

/** Another sign-up with the same address may have been faster, and its account may not be stored yet. */
async function isTaken(auth: Auth, email: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context;
  for (let look = 0; look < LOOKS; look += 1) {
    if (await internalAdapter.findUserByEmail(email)) {
      return true;
    }
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}

function selfOf(request: FastifyRequest, { userId, email }: Person) {
  return { userId, email, role: null, ip: request.ip, requestId: request.id };
}

function signInRoute(app: FastifyInstance): void {
  const { db, guard, accountLog } = app.deps;

  rawRoute(app, endpoints.signIn, {}, async ({ body: sent, request, reply }) => {
    const { email, password, rememberMe } = sent;
    await app.limits.signIn(request, email);
    const { ip, headers } = request;
    const from = { ip, requestId: request.id };
    const attempt = await guard.begin(email, { ip, cookie: headers.cookie });
    const asked = { email, password, ...(rememberMe !== undefined && { rememberMe }) };
    const { body } = await guard
      .settle(attempt, () => bridge(request, reply, '/sign-in/email', asked))
      .catch((error: unknown) => {
        if (isWrongPassword(error)) {
          accountLog.wrongPassword(email, from, attempt);
        }
        throw error;
      });
    reply.header('set-cookie', guard.knownFrom(email, headers.cookie));
    // With two-factor on there is neither user nor token yet.
    if (!body?.user) {
      return body;
    }
    const { user, token } = authBodies.signIn.parse(body);
    const session = { userId: user.id, token };
    const member = await orWithdraw(request, reply, session, async () => {
      await accountLog.signedIn(user.id, from, null);
      return db.members.get(user.id);
    });
    await guard.rememberAddress(email, ip, member ? 'team' : 'buyers');
    return { ...body, user: { ...user, role: member?.role ?? null } };
  });
}

/** Sign up, sign in, sign out, and who is signed in. */
export function sessionRoutes(app: FastifyInstance): void {
  const { db, identity, freshness } = app.deps;

  signUpRoute(app);
  signInRoute(app);

  rawRoute(app, endpoints.signOut, {}, async ({ request, reply }) => {
    const viewer = await request.viewer();
    await bridge(request, reply, '/sign-out', {});
    if (viewer) {
      await identity.forget(viewer.userId);
    }
    dropAccountTickets(request, reply, app.deps);
    return { ok: true };
  });

  rawRoute(app, endpoints.getSession, {}, async ({ request, reply }) => {
    // Invented tokens are refused here, where they are looked up in batches.
    if (!(await request.viewer())) {
      throw new AppError('UNAUTHENTICATED');
    }
    const { body } = await bridge(request, reply, '/get-session');
    if (!body?.user) {
      throw new AppError('UNAUTHENTICATED');
    }
    const { user, session } = authBodies.session.parse(body);
    const signedInAt = Date.parse(session.createdAt);
    const freshForMs = await freshness.leftMs({ sessionId: session.id, signedInAt });
    const member = await db.members.get(user.id);
    const { twoFactorEnabled } = user;
    return {
      ...body,
      session: { ...session, freshForMs },
      user: { ...user, role: member?.role ?? null, twoFactorEnabled: twoFactorEnabled === true },
    };
  });
}

/** What people do with their own account. */
export function accountRoutes(app: FastifyInstance): void {
  const { freshness, accountLog, guard, ownPassword } = app.deps;

  accountRoute(app, endpoints.changePassword, async ({ body: sent, viewer, request, reply }) => {
    const { userId, role } = viewer;
    if (role !== null) {
      refuseUnfit(sent.newPassword, 'newPassword');
    }
    // A password may be changed because it became known to another person.
    const change = { ...sent, revokeOtherSessions: true };
    const from = { ip: request.ip, requestId: request.id };
    const { body } = await accountLog.change({ userId, from, what: 'password' }, () =>
      askForOneself(request, reply, '/change-password', change),
    );
    return body;
  });

  accountRoute(app, endpoints.confirmPassword, async ({ body, viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    await guard.settle(await guard.beginInSession(viewer.email), () =>
      ownPassword.verify(viewer.userId, body.password),
    );
    const freshForMs = await freshness.confirm(viewer);
    reply.header('cache-control', 'private, no-store');
    return { ok: true as const, freshForMs };
  });

  ownSessionRoutes(app);
}

/** Where this account is signed in, and how to end its other sessions. */
function ownSessionRoutes(app: FastifyInstance): void {
  const { auth, identity } = app.deps;
  const sessions = createOwnSessions(auth);

  accountRoute(app, endpoints.listSessions, async ({ viewer, reply }) => {
    reply.header('cache-control', 'private, no-store');
    return { items: await sessions.list(viewer) };
  });

  accountRoute(app, endpoints.endSession, async ({ params, viewer, reply }) => {
    const ended = await sessions.end(viewer, params.id);
    if (!ended) {
      throw new AppError('SESSION_NOT_FOUND');
    }
    await identity.forget(viewer.userId);
    reply.header('cache-control', 'private, no-store');
    return { ok: true };
  });

  accountRoute(app, endpoints.endOtherSessions, async ({ viewer, request, reply }) => {
    await app.limits.signIn(request, viewer.email);
    await sessions.endOthers(viewer.userId, { id: viewer.sessionId });
    await identity.forget(viewer.userId);
    reply.header('cache-control', 'private, no-store');
    return { ok: true };
  });
}

/** What an account does by links that come by mail: a new password, and the proof of its address. */
export function linkRoutes(app: FastifyInstance): void {
  const { accountLinks, guard, env } = app.deps;
  const needMail = () => {
    if (env.mail === null) {
      throw new AppError('NO_MAIL');
    }
  };

  rawRoute(
    app,
    endpoints.askForPassword,
    { config: { shed: 'first' } },
    async ({ body, request, reply }) => {
      reply.header('cache-control', 'private, no-store');
      needMail();
      await app.limits.passwordMail(request);
      await accountLinks.forgotten(body.email, body.locale);
      return { ok: true as const };
    },
  );

  rawRoute(app, endpoints.choosePassword, {}, async ({ body, request, reply }) => {
    await app.limits.signIn(request, body.token);
    refuseUnfit(body.password, 'password');
    reply.header('cache-control', 'private, no-store');
    const { email } = await accountLinks.choosePassword(body.token, body.password);
    // Wrong passwords of strangers must not lock out a person who has just proven who they are.
    reply.header('set-cookie', guard.knownFrom(email, request.headers.cookie));
    await guard.rememberAddress(email, request.ip, 'buyers');
    return { ok: true as const, email };
  });

  accountRoute(app, endpoints.sendAddressLink, async ({ body, viewer, request, reply }) => {
    reply.header('cache-control', 'private, no-store');
    needMail();
    await app.limits.mail(request, viewer.userId);
    const outcome = await accountLinks.sendProof(viewer.userId, body.locale);
    const states = { written: 'sent', enough: 'enough', none: 'proven' } as const;
    return { state: states[outcome] };
  });

  rawRoute(app, endpoints.proveAddress, {}, async ({ body, request, reply }) => {
    await app.limits.signIn(request, body.token);
    reply.header('cache-control', 'private, no-store');
    const { email } = await accountLinks.proveAddress(body.token);
    return { ok: true as const, email };
  });
}
