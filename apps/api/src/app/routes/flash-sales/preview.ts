import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { actorOf } from '../../plugins/session.ts';
import { iso, publicSaleOf } from '../../services/shared/wire.ts';
import { rawRoute, route } from '../route.ts';

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
