import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { refuseUnfit } from '../../services/accounts/passwords.ts';
import { accountRoute, rawRoute } from '../route.ts';

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
