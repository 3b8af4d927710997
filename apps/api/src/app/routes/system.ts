import { Readable } from 'node:stream';
import type { AuditFilter } from '@flash/database';
import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { actorOf, memberOf } from '../plugins/session.ts';
import { createAccounts } from '../services/accounts/directory.ts';
import { auditCsv, tableHeaders, tableName } from '../services/console/csv.ts';
import { search } from '../services/console/search.ts';
import { systemView } from '../services/console/system-view.ts';
import { auditRowOf } from '../services/shared/wire.ts';
import { rawRoute, route } from './route.ts';

type Query = z.output<NonNullable<(typeof endpoints.exportAudit)['query']>>;

/** The state of the system, the search over everything, and the audit log. */
export function systemRoutes(app: FastifyInstance): void {
  route(app, endpoints.system, () => systemView(app.deps));
  const { db, engine, clock } = app.deps;
  const context = { db, engine, clock, accounts: createAccounts(db.db) };
  route(app, endpoints.search, ({ query, request }) =>
    search(context, query.q, memberOf(request).role),
  );
  auditLogRoutes(app);
}

function auditLogRoutes(app: FastifyInstance): void {
  const { db, writeAudit } = app.deps;

  route(app, endpoints.auditLog, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const found = await db.audit.list({ ...filterOf(query), page, limit });
    return { items: found.items.map(auditRowOf), total: found.total, page, limit, pageSize: limit };
  });

  rawRoute(app, endpoints.exportAudit, {}, async ({ query, request, reply }) => {
    const filter = filterOf(query);
    const rows = auditCsv(db.audit.export(filter), query.timeZone ?? 'UTC');
    const sale = filter.saleId ? await db.sales.get(filter.saleId) : null;
    await writeAudit(actorOf(request), { action: 'audit.export', saleId: filter.saleId });
    return reply
      .type('text/csv; charset=utf-8')
      .headers(tableHeaders(tableName('audit', sale)))
      .send(Readable.from(rows));
  });
}

function filterOf({ flashSaleId: saleId, actor, action, q, ...times }: Query): AuditFilter {
  const [from, to] = [times.from, times.to].map((at) => (at ? Date.parse(at) : undefined));
  return { saleId, actor, action, q, from, to };
}
