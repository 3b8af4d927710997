import type {
  Database,
  WebhookDelivery,
  WebhookEdit,
  WebhookEndpoint,
  WebhookKey,
} from '@flash/database';
import {
  drawToken,
  drawWebhookKey,
  pinnedLookup,
  type TargetPolicy,
  targetFault,
  type WebhookKeyKind,
  type WebhookKeySafe,
} from '@flash/shared-config';
import { WEBHOOK_TEST } from '@flash/shared-types';
import { type Clock, HOUR_MS } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { type Actor, type AuditWriter, auditRow } from '../shared/audit.ts';

/** Addresses that can be told of events at the same time: each costs a document for each event. */
const WEBHOOKS_MAX = 20;
const OVERLAP_HOURS = 24;

interface WebhookContext {
  db: Pick<Database, 'webhooks' | 'sales'>;
  safe: WebhookKeySafe;
  policy: TargetPolicy;
  writeAudit: AuditWriter;
  clock: Clock;
}

interface WebhookWish {
  url: string;
  description: string;
  events: readonly string[];
  saleId: string | null;
  ed25519: boolean;
}

export type WebhookAdmin = ReturnType<typeof createWebhookAdmin>;

/** How owners manage the addresses that are told of events. */
export function createWebhookAdmin({ db, safe, policy, writeAudit, clock }: WebhookContext) {
  const { webhooks } = db;

  async function known(id: string): Promise<WebhookEndpoint> {
    const found = await webhooks.get(id);
    if (!found) {
      throw new AppError('WEBHOOK_NOT_FOUND');
    }
    return found;
  }

  /** Checked again by each connection: what a name leads to may change. */
  async function refuseTarget(url: string): Promise<void> {
    const message = targetFault(url, policy) ?? (await lookupFault(url, policy));
    if (message !== null) {
      throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'url', message }] });
    }
  }

  async function refuseSale(saleId: string | null | undefined): Promise<void> {
    if (saleId && !(await db.sales.get(saleId))) {
      throw new AppError('SALE_NOT_FOUND');
    }
  }

  function draw(endpoint: string, kind: WebhookKeyKind): { key: WebhookKey; text: string } {
    const { text, publicKey } = drawWebhookKey(kind);
    const sealed = safe.seal(text, endpoint);
    return { key: { kind, sealed, publicKey, createdAt: clock.now(), endsAt: null }, text };
  }

  return {
    list: () => webhooks.list(),

    async make(actor: Actor, wish: WebhookWish) {
      await refuseTarget(wish.url);
      await refuseSale(wish.saleId);
      const id = webhooks.newId();
      const now = clock.now();
      const { key, text } = draw(id, 'v1');
      const { ed25519, ...endpoint } = wish;
      const keys = ed25519 ? [key, draw(id, 'v1a').key] : [key];
      const made = await webhooks.create(
        {
          ...{ ...endpoint, id, events: [...wish.events], keys },
          ...{ createdBy: actor.userId, createdAt: now },
        },
        WEBHOOKS_MAX,
        (one) => [rowOf(actor, 'webhook.create', one, now)],
      );
      if (!made) {
        throw new AppError('TOO_MANY_WEBHOOKS');
      }
      return { webhook: made, secret: text };
    },

    async change(
      actor: Actor,
      id: string,
      { active, ...edit }: WebhookEdit & { active?: boolean },
    ) {
      const before = await known(id);
      if (edit.url !== undefined) {
        await refuseTarget(edit.url);
      }
      await refuseSale(edit.saleId);
      const state =
        active === undefined ? {} : ({ state: active ? 'active' : 'disabled' } as const);
      const changed = await webhooks.edit(id, { ...edit, ...state }, (one) => [
        { ...rowOf(actor, 'webhook.edit', one, clock.now()), before: viewOfRow(before) },
      ]);
      if (!changed) {
        throw new AppError('WEBHOOK_NOT_FOUND');
      }
      return changed;
    },

    async remove(actor: Actor, id: string): Promise<void> {
      const rows = (one: WebhookEndpoint) => [rowOf(actor, 'webhook.remove', one, clock.now())];
      if (!(await webhooks.remove(id, rows))) {
        throw new AppError('WEBHOOK_NOT_FOUND');
      }
    },

    /** The old keys sign as well until the overlap ends; those that ended are forgotten. */
    async rotate(actor: Actor, id: string, overlapHours = OVERLAP_HOURS) {
      const { keys } = await known(id);
      const now = clock.now();
      const endsAt = now + overlapHours * HOUR_MS;
      const older = keys
        .map((key) => ({ ...key, endsAt: Math.min(key.endsAt ?? endsAt, endsAt) }))
        .filter((key) => key.endsAt > now);
      const { key, text } = draw(id, 'v1');
      const isPaired = keys.some(({ kind, endsAt: ended }) => kind === 'v1a' && ended === null);
      const fresh = isPaired ? [key, draw(id, 'v1a').key] : [key];
      const rotated = await webhooks.edit(id, { keys: [...fresh, ...older] }, (one) => [
        rowOf(actor, 'webhook.rotate', one, now),
      ]);
      if (!rotated) {
        throw new AppError('WEBHOOK_NOT_FOUND');
      }
      return { webhook: rotated, secret: text };
    },

    async test(actor: Actor, id: string): Promise<WebhookDelivery> {
      const endpoint = await known(id);
      const at = clock.now();
      const deliveryId = `evt_${id}_test_${drawToken(9)}`;
      const event = { type: WEBHOOK_TEST, timestamp: new Date(at).toISOString(), data: {} };
      const delivery = {
        ...{ id: deliveryId, endpoint: id, saleId: null, n: null, type: WEBHOOK_TEST, at },
        ...{ body: JSON.stringify(event), nextAt: at },
      };
      return webhooks.addOne(delivery, () => [rowOf(actor, 'webhook.test', endpoint, at)]);
    },

    async deliveries(
      id: string,
      filter: { state?: WebhookDelivery['state'] | undefined },
      page: { page: number; limit: number },
    ) {
      await known(id);
      const { state } = filter;
      return webhooks.deliveries({ endpoint: id, ...(state && { state }) }, page);
    },

    async replay(actor: Actor, id: string, deliveryId: string): Promise<WebhookDelivery> {
      const now = clock.now();
      const after = { delivery: deliveryId };
      const again = await webhooks.replay(id, deliveryId, now, () => [
        auditRow(actor, { action: 'webhook.replay', subject: id, after }, now),
      ]);
      if (!again) {
        throw new AppError('WEBHOOK_NOT_FOUND');
      }
      return again;
    },

    /**
     * Told before it is made: it may be more than one transaction can take, and can be repeated. With a sale, a
     * worker tells its log from that moment on as well, also what happened before the webhook was made.
     */
    async replayFrom(
      actor: Actor,
      id: string,
      { from, saleId }: { from: number; saleId?: string },
    ) {
      const endpoint = await known(id);
      await refuseSale(saleId);
      if (saleId !== undefined && endpoint.saleId !== null && endpoint.saleId !== saleId) {
        const message = 'must be the sale of the webhook';
        throw new AppError('VALIDATION_FAILED', { errors: [{ path: 'flashSaleId', message }] });
      }
      const after = { from: new Date(from).toISOString() };
      await writeAudit(actor, {
        action: 'webhook.replay',
        subject: id,
        after,
        ...(saleId && { saleId }),
      });
      const replayed = await webhooks.replayFrom(id, from, clock.now(), saleId);
      const fromLog = saleId !== undefined && (await webhooks.replayLog(id, { saleId, from }));
      return { replayed, fromLog };
    },
  };
}

/** Looks the name up as a delivery will; null: it leads outside. */
async function lookupFault(url: string, policy: TargetPolicy): Promise<string | null> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const error = await new Promise<Error | null>((resolve) => {
    pinnedLookup(policy)(host, { all: true }, resolve);
  });
  if (error === null) {
    return null;
  }
  return 'code' in error
    ? 'must have a name that can be found'
    : 'must not lead to a private or special address';
}

/** The path of an address may hold a secret of its receiver: the audit log names the host. */
function viewOfRow({ url, events, saleId, state }: WebhookEndpoint) {
  return { host: new URL(url).host, events, saleId, state };
}

function rowOf(actor: Actor, action: string, webhook: WebhookEndpoint, now: number) {
  const after = viewOfRow(webhook);
  return auditRow(actor, { action, subject: webhook.id, after }, now);
}
