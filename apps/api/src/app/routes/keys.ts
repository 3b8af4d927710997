import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../plugins/session.ts';
import { iso } from '../services/shared/wire.ts';
import type { ListedKey } from '../services/team/keys.ts';
import { route } from './route.ts';

/** API keys: what owners give to other programs. */
export function keyRoutes(app: FastifyInstance): void {
  const { keys } = app.deps;

  route(app, endpoints.listKeys, async () => ({ items: (await keys.list()).map(viewOf) }));

  route(app, endpoints.makeKey, async ({ body, request }) => {
    const { name, scopes, flashSaleId, expiresAt } = body;
    const wish = {
      ...{ name, scopes },
      saleId: flashSaleId ?? null,
      expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
    };
    const { key, text } = await keys.make(actorOf(request), wish);
    return { ...viewOf(key), key: text };
  });

  route(app, endpoints.revokeKey, async ({ params, request }) => {
    await keys.revoke(actorOf(request), params.id);
    return { revoked: true as const };
  });
}

function viewOf({ saleId, createdBy: userId, email, ...key }: ListedKey) {
  const at = (time: number | null) => (time === null ? null : iso(time));
  return {
    ...key,
    flashSaleId: saleId,
    createdAt: iso(key.createdAt),
    createdBy: { userId, email },
    expiresAt: at(key.expiresAt),
    lastUsedAt: at(key.lastUsedAt),
    revokedAt: at(key.revokedAt),
  };
}
