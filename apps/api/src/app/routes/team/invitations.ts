import type { Invitation } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { iso } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

export function invitationRoutes(app: FastifyInstance): void {
  const { team, env } = app.deps;

  route(app, endpoints.listInvitations, async () => ({
    items: (await team.invitations()).map(invitationViewOf),
  }));

  // The address of an account was never proven, so also who "adds a member" gets a link to hand over.
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
