import type { Invitation, Member } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actorOf, viewerOf } from '../plugins/session.ts';
import type { Viewer } from '../services/accounts/identity.ts';
import { refuseUnfit } from '../services/accounts/passwords.ts';
import type { Actor } from '../services/shared/audit.ts';
import { iso } from '../services/shared/wire.ts';
import { resetUrl } from '../services/team/resets.ts';
import { route } from './route.ts';

/** Members, invitations, how an account joins the team, and how a member is let in again. */
export function teamRoutes(app: FastifyInstance): void {
  memberRoutes(app);
  invitationRoutes(app);
  joinTeamRoutes(app);
  resetRoutes(app);
}

function memberRoutes(app: FastifyInstance): void {
  const { team } = app.deps;

  route(app, endpoints.listMembers, async () => ({ items: (await team.list()).map(memberViewOf) }));

  route(app, endpoints.changeMember, async ({ params, body, request }) =>
    memberViewOf(await team.change(actorOf(request), params.userId, body.role)),
  );

  route(app, endpoints.removeMember, async ({ params, request }) => {
    await team.remove(actorOf(request), params.userId);
    return { removed: true as const };
  });
}

function memberViewOf({ userId, name, email, role, createdAt }: Member) {
  return { userId, name, email, role, createdAt: iso(createdAt) };
}

function invitationRoutes(app: FastifyInstance): void {
  const { team, env } = app.deps;

  route(app, endpoints.listInvitations, async () => ({
    items: (await team.invitations()).map(invitationViewOf),
  }));

  // An account may name an address that is not its own, so "add a member" also gives a link to hand over.
  for (const endpoint of [endpoints.invite, endpoints.addMember]) {
    route(app, endpoint, async ({ body, request }) => {
      const { invitation, token } = await team.invite(actorOf(request), body.email, body.role);
      const url = `${env.adminUrl}/invitations/${token}`;
      return { ...invitationViewOf(invitation), token, url };
    });
  }

  route(app, endpoints.changeInvitation, async ({ params, body, request }) =>
    invitationViewOf(await team.changeInvitation(actorOf(request), params.id, body.role)),
  );

  route(app, endpoints.revokeInvitation, async ({ params, request }) => {
    await team.revoke(actorOf(request), params.id);
    return { removed: true as const };
  });
}

function invitationViewOf({ id, email, role, createdAt, expiresAt, acceptedAt }: Invitation) {
  return {
    id,
    email,
    role,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    acceptedAt: acceptedAt === null ? null : iso(acceptedAt),
  };
}

/** An account joins the team by the set-up link, or by an invitation. */
function joinTeamRoutes(app: FastifyInstance): void {
  const { team } = app.deps;

  route(app, endpoints.showInvitation, async ({ body, request, reply }) => {
    await app.limits.signIn(request, body.token);
    reply.header('cache-control', 'private, no-store');
    const { email, role, expiresAt } = await team.show(body.token);
    return { email, role, expiresAt: iso(expiresAt) };
  });

  route(app, endpoints.acceptInvitation, async ({ body, request }) => {
    const viewer = await viewerOf(request);
    const role = await team.accept(actorFor(request, viewer), viewer, body.token);
    return { ok: true as const, role };
  });

  route(app, endpoints.setUpOwner, async ({ body, request }) => {
    const viewer = await viewerOf(request);
    const role = await team.setUp(actorFor(request, viewer), viewer, body.token);
    return { ok: true as const, role };
  });
}

function actorFor(request: FastifyRequest, { userId, email, role }: Viewer): Actor {
  return { userId, email, role, ip: request.ip, requestId: request.id };
}

function resetRoutes(app: FastifyInstance): void {
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
    // Wrong passwords of strangers must not lock out a member who has just proven who they are.
    reply.header('set-cookie', guard.knownFrom(email, request.headers.cookie));
    await guard.rememberAddress(email, request.ip, 'team');
    return { ok: true as const, email };
  });
}
