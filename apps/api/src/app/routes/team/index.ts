import type { FastifyInstance } from 'fastify';
import { invitationRoutes } from './invitations.ts';
import { joinTeamRoutes } from './join.ts';
import { memberRoutes } from './members.ts';

export function teamRoutes(app: FastifyInstance): void {
  memberRoutes(app);
  invitationRoutes(app);
  joinTeamRoutes(app);
}
