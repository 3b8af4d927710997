import type { FastifyInstance } from 'fastify';
import { invitationRoutes } from './invitations.ts';
import { joinTeamRoutes } from './join.ts';
import { memberRoutes } from './members.ts';
import { resetRoutes } from './resets.ts';

export function teamRoutes(app: FastifyInstance): void {
  memberRoutes(app);
  invitationRoutes(app);
  joinTeamRoutes(app);
  resetRoutes(app);
}
