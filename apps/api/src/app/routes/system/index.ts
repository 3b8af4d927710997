import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { systemView } from '../../services/system-view.ts';
import { route } from '../endpoint-route.ts';
import { auditLogRoutes } from './audit-log.ts';

export function systemRoutes(app: FastifyInstance): void {
  route(app, endpoints.system, () => systemView(app.deps));
  auditLogRoutes(app);
}
