import { endpoints } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Actor } from '../../services/record.ts';
import type { Viewer } from '../../services/viewer.ts';
import { route } from '../endpoint-route.ts';

/** How somebody gets into the team: by the set-up link, or by an invitation. */
export function joinTeamRoutes(app: FastifyInstance): void {
  const { team } = app.deps;

  route(app, endpoints.acceptInvitation, async ({ body, request }) => {
    const viewer = await signedIn(request);
    const role = await team.accept(actorFor(request, viewer), viewer, body.token);
    return { ok: true as const, role };
  });

  route(app, endpoints.setUpOwner, async ({ body, request }) => {
    const viewer = await signedIn(request);
    const role = await team.setUp(actorFor(request, viewer), viewer, body.token);
    return { ok: true as const, role };
  });
}

async function signedIn(request: FastifyRequest): Promise<Viewer> {
  const viewer = await request.viewer();
  if (!viewer) throw new AppError('UNAUTHENTICATED');
  return viewer;
}

function actorFor(request: FastifyRequest, { userId, email, role }: Viewer): Actor {
  return { userId, email, role, ip: request.ip, requestId: request.id };
}
