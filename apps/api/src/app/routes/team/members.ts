import type { Member } from '@flash/database';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { iso } from '../../services/sale-view.ts';
import { actorOf } from '../actor.ts';
import { route } from '../endpoint-route.ts';

export function memberRoutes(app: FastifyInstance): void {
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
