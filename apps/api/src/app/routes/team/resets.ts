import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { refuseUnfit } from '../../services/auth/password-rule.ts';
import { iso } from '../../services/sale-view.ts';
import { resetUrl } from '../../services/team/make-reset.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

export function resetRoutes(app: FastifyInstance): void {
  const { team, env, guard } = app.deps;

  route(app, endpoints.resetMember, async ({ params, body, request }) => {
    const clearTwoFactor = body.clearTwoFactor === true;
    const { token, expiresAt } = await team.reset(actorOf(request), params.userId, clearTwoFactor);
    return { url: resetUrl(env.adminUrl, token), token, expiresAt: iso(expiresAt) };
  });

  route(app, endpoints.resetPassword, async ({ body, request, reply }) => {
    await app.limits.signIn(request, body.token);
    refuseUnfit(body.password, 'password');
    reply.header('cache-control', 'private, no-store');
    const from = { ip: request.ip, requestId: request.id };
    const { email } = await team.resetPassword(from, body.token, body.password);
    // Guesses of strangers must not keep out a member who has just proven to be none of them.
    reply.header('set-cookie', guard.knownFrom(email, request.headers.cookie));
    await guard.rememberAddress(email, request.ip, 'team');
    return { ok: true as const, email };
  });
}
