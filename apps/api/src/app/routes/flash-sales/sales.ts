import type { Sale } from '@flash/database';
import { endpoints, pageOf, saleGroups } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { actorOf } from '../../plugins/session.ts';
import type { PublicBoard } from '../../services/shared/public-board.ts';
import { adminSaleOf, iso, publicSaleOf } from '../../services/shared/wire.ts';
import { rawRoute, route } from '../route.ts';
import { etagOf, versionsOf } from './etag.ts';

type Item = ReturnType<typeof adminSaleOf>;

/** Live sales stand first on a page; among them those with the most people waiting. */
async function longestLinesFirst(items: Item[], publicBoard: PublicBoard): Promise<Item[]> {
  const isLive = ({ phase }: Item) => saleGroups.live.some((live) => live === phase);
  const live = await Promise.all(
    items.filter(isLive).map(async (sale) => {
      const snapshot = await publicBoard.snapshot(sale.id);
      return { sale, waiting: snapshot?.waiting ?? 0 };
    }),
  );
  const sorted = live.toSorted((one, other) => other.waiting - one.waiting);
  return [...sorted.map(({ sale }) => sale), ...items.filter((sale) => !isLive(sale))];
}

/** What the team does with its sales, and what steers one while it runs. */
export function saleRoutes(app: FastifyInstance): void {
  const { db, clock, sales, publicBoard } = app.deps;

  route(app, endpoints.listSales, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const { q, status, sort, order } = query;
    const [from, to] = [query.from, query.to].map((at) => (at ? Date.parse(at) : undefined));
    const now = clock.now();
    const found = await db.sales.list({ q, status, from, to, sort, order, page, limit }, now);
    const shown = found.items.map((sale) => adminSaleOf(sale, now));
    const items = sort === 'stage' ? await longestLinesFirst(shown, publicBoard) : shown;
    return { items, total: found.total, page, limit, pageSize: limit };
  });

  route(app, endpoints.saleDefaults, async () => sales.defaults());

  route(app, endpoints.preflight, async ({ params: { id } }) => {
    if (!(await db.sales.get(id))) {
      throw new AppError('SALE_NOT_FOUND');
    }
    return { preflight: await db.preflights.of(id) };
  });

  route(app, endpoints.getSale, async ({ params, reply }) => {
    const sale = await db.sales.get(params.id);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    reply.header('etag', etagOf(sale.version));
    return adminSaleOf(sale, clock.now());
  });

  route(app, endpoints.createSale, async ({ body, request, reply, repeated }) => {
    const sale = await sales.create(actorOf(request), body, repeated);
    reply.header('etag', etagOf(sale.version)).header('location', `/flash-sales/${sale.id}`);
    return adminSaleOf(sale, clock.now());
  });

  route(app, endpoints.updateSale, async ({ params, body, request, reply }) => {
    const seen = versionsOf(request.headers['if-match']);
    const sale = await sales.edit(actorOf(request), params.id, body, seen);
    reply.header('etag', etagOf(sale.version));
    return { ...adminSaleOf(sale, clock.now()), updated: true as const };
  });

  route(app, endpoints.deleteSale, async ({ params, request }) => {
    await sales.remove(actorOf(request), params.id);
    return { deleted: true as const, id: params.id };
  });

  controlRoutes(app);
}

/** Control of a sale while it runs; each call gives a reason and is written to the audit log. */
function controlRoutes(app: FastifyInstance): void {
  const { sales, clock } = app.deps;
  const answerOf = (sale: Sale) => ({
    ok: true as const,
    sale: adminSaleOf(sale, clock.now()),
  });

  const simple = [
    [endpoints.pauseSale, sales.pause],
    [endpoints.resumeSale, sales.resume],
    [endpoints.endSale, sales.end],
    [endpoints.archiveSale, sales.archive],
  ] as const;
  for (const [endpoint, act] of simple) {
    route(app, endpoint, async ({ params, body, request }) =>
      answerOf(await act(actorOf(request), params.id, body.reason)),
    );
  }

  route(app, endpoints.messageSale, async ({ params, body, request }) =>
    answerOf(await sales.message(actorOf(request), params.id, body)),
  );

  route(app, endpoints.adjustStock, async ({ params, body, request, repeated }) => {
    const { sale, change } = await sales.stock(actorOf(request), params.id, body, repeated);
    return { ...answerOf(sale), change };
  });

  route(app, endpoints.previewPlaces, ({ params, body }) => sales.previewPlaces(params.id, body));
  route(app, endpoints.endPlaces, ({ params, body, request }) =>
    sales.endPlaces(actorOf(request), params.id, body),
  );

  const onBuyers = [
    [endpoints.releaseHold, sales.release],
    [endpoints.removePlace, sales.removeBuyer],
  ] as const;
  for (const [endpoint, act] of onBuyers) {
    route(app, endpoint, async ({ params, body, request }) => {
      const { epoch, n } = await act(actorOf(request), params.id, body);
      return { ok: true as const, flashSaleId: params.id, buyer: body.buyer, epoch, n };
    });
  }
}

/** A draft as buyers will see it, by a link that a member of the team gives away. */
export function previewRoutes(app: FastifyInstance): void {
  const { db, clock, previews, writeAudit } = app.deps;

  route(app, endpoints.makePreview, async ({ params: { id }, request }) => {
    const sale = await db.sales.get(id);
    if (!sale) {
      throw new AppError('SALE_NOT_FOUND');
    }
    if (sale.status !== 'draft') {
      throw new AppError('SALE_STATE', { detail: 'Only a draft has a preview.' });
    }
    const { token, expiresAt } = previews.issue(id, clock.now());
    // The link works without a sign-in, so it is not given out before the audit log says so.
    const after = { expiresAt: iso(expiresAt) };
    await writeAudit(actorOf(request), { action: 'sale.preview', saleId: id, after });
    return { token, expiresAt: iso(expiresAt) };
  });

  rawRoute(app, endpoints.preview, {}, async ({ query: { token }, reply }) => {
    reply.header('cache-control', 'private, no-store');
    const now = clock.now();
    const preview = previews.read(token, now);
    const sale = preview && (await db.sales.get(preview.saleId));
    if (!sale || sale.status === 'archived') {
      throw new AppError('PREVIEW_NOT_FOUND');
    }
    const isPublished = sale.status !== 'draft';
    const item = publicSaleOf(isPublished ? sale : { ...sale, status: 'OnSchedule' }, now);
    const picture = item.picture && {
      ...item.picture,
      url: `${item.picture.url}&preview=${token}`,
    };
    return {
      item: { ...item, picture },
      isPublished,
      expiresAt: iso(preview.expiresAt),
      serverNow: iso(now),
    };
  });
}
