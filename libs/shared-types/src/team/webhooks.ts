import { z } from 'zod';
import { optional, pageFields, paging } from '../query.ts';
import { count, id, line, time, utc } from '../scalars.ts';
import { webhookEventTypes } from './webhook-events.ts';

/** `disabled`: by the team; `gone`: the receiver answered 410; `failing`: no delivery succeeded for five days. */
export const webhookStates = ['active', 'disabled', 'gone', 'failing'] as const;
export type WebhookState = (typeof webhookStates)[number];

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const WEBHOOK_OVERLAP_HOURS_MAX = 168;

const webhookUrl = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^https?:\/\/[^\s#]+$/i, 'must be an http or https address');
const eventType = z.enum(webhookEventTypes);

export const webhook = z.object({
  id,
  url: z.string(),
  description: z.string(),
  /** Types of events that are sent; none: all of them. */
  events: z.array(z.string()),
  /** The only sale that it is told of; null: all of them. */
  flashSaleId: z.string().nullable(),
  state: z.enum(webhookStates),
  createdAt: utc,
  /** Since when no delivery has succeeded; null: the last one did. */
  failingSince: utc.nullable(),
  /** Keys that deliveries are signed with now: during a rotation more than one of a kind. */
  keys: z.array(
    z.object({
      kind: z.enum(['v1', 'v1a']),
      createdAt: utc,
      /** When a key that was replaced ends; null: it is the one in use. */
      endsAt: utc.nullable(),
      /** Only of Ed25519 (`whpk_…`), which verifies and cannot sign. */
      publicKey: z.string().nullable(),
    }),
  ),
});
export type Webhook = z.infer<typeof webhook>;

export const webhookList = z.object({ items: z.array(webhook) });
export const webhookParams = z.object({ id });

const fields = {
  url: webhookUrl,
  description: line(200),
  events: z.array(eventType).max(webhookEventTypes.length),
  flashSaleId: id.nullable(),
};
export const webhookBody = z.object({
  url: fields.url,
  description: fields.description.optional(),
  events: fields.events.optional(),
  flashSaleId: fields.flashSaleId.optional(),
  /** Signs with Ed25519 as well. */
  ed25519: z.boolean().optional(),
});
export const webhookEdit = z.object({
  url: fields.url.optional(),
  description: fields.description.optional(),
  events: fields.events.optional(),
  flashSaleId: fields.flashSaleId.optional(),
  /** True: deliveries go on, or begin again after the receiver failed. */
  active: z.boolean().optional(),
});

/** The secret is shown this once. */
export const webhookMade = webhook.extend({ secret: z.string() });
export const webhookRotate = z.object({
  /** For how long deliveries are signed with the old key as well; 24 unless told otherwise. */
  overlapHours: z.int().min(0).max(WEBHOOK_OVERLAP_HOURS_MAX).optional(),
});
export const webhookRemoved = z.object({ removed: z.literal(true) });

export const webhookDelivery = z.object({
  /** The `webhook-id` that the receiver gets, each time it is sent. */
  id: z.string(),
  type: z.string(),
  flashSaleId: z.string().nullable(),
  n: count.nullable(),
  state: z.enum(deliveryStates),
  /** When it happened. */
  at: utc,
  attempts: count,
  /** When it is tried again. */
  nextAt: utc.nullable(),
  deliveredAt: utc.nullable(),
  /** Of the last attempt. */
  status: z.int().nullable(),
  error: z.string().nullable(),
  tookMs: count.nullable(),
  /** What was sent, and the beginning of what was answered. */
  body: z.string(),
  answer: z.string(),
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

export const webhookDeliveriesQuery = z.object({
  state: optional(z.enum(deliveryStates)),
  ...paging,
});
export const webhookDeliveries = z.object({ items: z.array(webhookDelivery), ...pageFields });

export const webhookDeliveryParams = z.object({
  id,
  deliveryId: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be a webhook-id'),
});
/**
 * Everything from a moment on is sent again, as far as deliveries are kept (30 days). With a sale, all of its log from
 * that moment on is sent, also what happened before the webhook was made.
 */
export const webhookReplay = z.object({ from: time, flashSaleId: id.optional() });
export const webhookReplayed = z.object({
  /** Deliveries that are sent again at once. */
  replayed: count,
  /** The log of the sale is sent as well. False with a sale: too many logs are waiting to be sent. */
  fromLog: z.boolean(),
});
