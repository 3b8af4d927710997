import { endpoints, type Paging, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { createAccounts } from '../../services/accounts.ts';
import { auditOf } from '../../services/queue/audit.ts';
import { type QueueContext, saleOf } from '../../services/queue/context.ts';
import { findInLine } from '../../services/queue/find.ts';
import { membersOf } from '../../services/queue/members.ts';
import { overviewOf } from '../../services/queue/overview.ts';
import { route } from '../endpoint-route.ts';
import { queueStreamRoutes } from './queue-stream.ts';

/** The line as the team sees it, each view under two paths: of one sale, and of the current one. */
export function queueRoutes(app: FastifyInstance): void {
  const { db, engine, redis, clock } = app.deps;
  const context: QueueContext = { db, engine, redis, clock, accounts: createAccounts(db.db) };
  const overview = async (id?: string) => overviewOf(context, await saleOf(context, id));
  const audit = async (id?: string) => auditOf(context, await saleOf(context, id));
  const members = async (id: string | undefined, query: Paging & { cursor?: string }) => {
    const { page, limit } = pageOf(query);
    const found = await membersOf(context, await saleOf(context, id), {
      cursor: query.cursor,
      page,
      limit,
    });
    return { ...found, page, limit, pageSize: limit };
  };

  route(app, endpoints.queueOverview, ({ query }) => overview(query.flashSaleId));
  route(app, endpoints.queueOverviewOf, ({ params }) => overview(params.flashSaleId));
  route(app, endpoints.queueAudit, ({ query }) => audit(query.flashSaleId));
  route(app, endpoints.queueAuditOf, ({ params }) => audit(params.flashSaleId));
  route(app, endpoints.queueMembers, ({ query }) => members(query.flashSaleId, query));
  route(app, endpoints.queueMembersOf, ({ params, query }) => members(params.flashSaleId, query));
  route(app, endpoints.findInQueue, async ({ params, query }) => ({
    items: await findInLine(context, await saleOf(context, params.flashSaleId), query.q),
  }));
  queueStreamRoutes(app, context);
}
