import type { WebhookDelivery, WebhookEndpoint } from '@flash/database';
import { endpoints, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../plugins/session.ts';
import { iso } from '../services/shared/wire.ts';
import type { ListedKey } from '../services/team/keys.ts';
import { route } from './route.ts';

/** API keys: what owners give to other programs. */
export function keyRoutes(app: FastifyInstance): void {
  const { keys } = app.deps;

  route(app, endpoints.listKeys, async () => ({ items: (await keys.list()).map(keyViewOf) }));

  route(app, endpoints.makeKey, async ({ body, request }) => {
    const { name, scopes, flashSaleId, expiresAt } = body;
    const wish = {
      ...{ name, scopes },
      saleId: flashSaleId ?? null,
      expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
    };
    const { key, text } = await keys.make(actorOf(request), wish);
    return { ...keyViewOf(key), key: text };
  });

  route(app, endpoints.revokeKey, async ({ params, request }) => {
    await keys.revoke(actorOf(request), params.id);
    return { revoked: true as const };
  });
}

function keyViewOf({ saleId, createdBy: userId, email, ...key }: ListedKey) {
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

/** Addresses of other systems that are told of events, and what was sent there. */
export function teamWebhookRoutes(app: FastifyInstance): void {
  const { webhooks, clock } = app.deps;
  const view = (endpoint: WebhookEndpoint) => webhookViewOf(endpoint, clock.now());

  route(app, endpoints.listWebhooks, async () => ({ items: (await webhooks.list()).map(view) }));

  route(app, endpoints.makeWebhook, async ({ body, request }) => {
    const { url, description = '', events = [], flashSaleId = null, ed25519 = false } = body;
    const wish = { url, description, events, saleId: flashSaleId, ed25519 };
    const { webhook, secret } = await webhooks.make(actorOf(request), wish);
    return { ...view(webhook), secret };
  });

  route(app, endpoints.changeWebhook, async ({ params, body, request }) => {
    const { flashSaleId, ...edit } = body;
    const wish = { ...edit, ...(flashSaleId !== undefined && { saleId: flashSaleId }) };
    return view(await webhooks.change(actorOf(request), params.id, given(wish)));
  });

  route(app, endpoints.removeWebhook, async ({ params, request }) => {
    await webhooks.remove(actorOf(request), params.id);
    return { removed: true as const };
  });

  route(app, endpoints.rotateWebhook, async ({ params, body, request }) => {
    const { overlapHours } = body;
    const { webhook, secret } = await webhooks.rotate(actorOf(request), params.id, overlapHours);
    return { ...view(webhook), secret };
  });

  route(app, endpoints.testWebhook, async ({ params, request }) =>
    deliveryViewOf(await webhooks.test(actorOf(request), params.id)),
  );

  route(app, endpoints.listWebhookDeliveries, async ({ params, query }) => {
    const { page, limit } = pageOf(query);
    const found = await webhooks.deliveries(params.id, { state: query.state }, { page, limit });
    return {
      items: found.items.map(deliveryViewOf),
      ...{ total: found.total, page, limit, pageSize: limit },
    };
  });

  route(app, endpoints.replayWebhookDelivery, async ({ params, request }) =>
    deliveryViewOf(await webhooks.replay(actorOf(request), params.id, params.deliveryId)),
  );

  route(app, endpoints.replayWebhook, async ({ params, body, request }) => {
    const { flashSaleId: saleId } = body;
    const wish = { from: Date.parse(body.from), ...(saleId !== undefined && { saleId }) };
    return webhooks.replayFrom(actorOf(request), params.id, wish);
  });
}

/** Without what was not named. */
function given<T extends object>(wish: T) {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

function webhookViewOf(
  { saleId, keys, createdAt, failingSince, ...webhook }: WebhookEndpoint,
  now: number,
) {
  const { id, url, description, events, state } = webhook;
  return {
    ...{ id, url, description, events, state, flashSaleId: saleId },
    createdAt: iso(createdAt),
    failingSince: isoOrNull(failingSince),
    keys: keys
      .filter(({ endsAt }) => endsAt === null || endsAt > now)
      .map(({ kind, publicKey, ...key }) => ({
        ...{ kind, publicKey, createdAt: iso(key.createdAt), endsAt: isoOrNull(key.endsAt) },
      })),
  };
}

function deliveryViewOf(delivery: WebhookDelivery) {
  const { id, type, saleId, n, state, at, attempts, nextAt, deliveredAt } = delivery;
  const { status, error, tookMs, body, answer } = delivery;
  return {
    ...{ id, type, flashSaleId: saleId, n, state, attempts, status, error, tookMs, body, answer },
    at: iso(at),
    nextAt: state === 'pending' ? iso(nextAt) : null,
    deliveredAt: isoOrNull(deliveredAt),
  };
}

const isoOrNull = (at: number | null) => (at === null ? null : iso(at));
