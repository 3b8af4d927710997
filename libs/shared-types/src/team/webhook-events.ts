import { z } from 'zod';
import { count, minorUnits, utc } from '../scalars.ts';

/**
 * A buyer's opaque id in this sale, as the team's routes show it. Once the buyer was forgotten it is the leaf of the
 * public log: 64 hexadecimal digits.
 */
const buyer = z.string();
const seq = count;
const unit = count;
const fence = count;

const of = <Shape extends z.ZodRawShape>(summary: string, shape: Shape) => ({
  summary,
  data: z.object({
    /** The sale. */
    flashSaleId: z.string(),
    /** Number of the entry in the log of the sale: rises by one from 1 on, whatever happens. */
    n: z.int().min(1),
    ...shape,
  }),
});

const order = { buyer, unit, orderId: z.string().nullable() };

/**
 * Everything that a webhook may tell, by its type: one event for each entry of a sale's log, so that who gets all of
 * them can rebuild the sale. No address, no name, no network: what a person may see who lists the line.
 */
export const webhookEvents = {
  'sale.activated': of('A sale was created and can be joined in its time.', {
    epoch: count,
    stock: count,
  }),
  'sale.edited': of('Its times changed, or other rules (`version` counts them).', {
    version: count,
    startsAt: utc,
    endsAt: utc,
    lobbyOpensAt: utc,
  }),
  'sale.stock_changed': of('Units were added or taken away.', { by: z.int(), stock: count }),
  'sale.paused': of('No units are handed out until the sale goes on.', { reason: z.string() }),
  'sale.resumed': of('Units are handed out again.', {}),
  'sale.message': of('The team shows buyers a message; empty: none any longer.', {
    text: z.string(),
  }),
  'sale.ended': of('The team ended the sale before its time. (Its time alone logs nothing.)', {}),
  'sale.restored': of(
    'The live state was made anew. Until the next event of another kind, holds are told again one by one.',
    { epoch: count, how: z.enum(['adopt', 'rebuild']), stock: count },
  ),
  'sale.holds_moved': of('All holds last longer, after an outage.', { byMs: z.int() }),
  'place.joined': of('A buyer took a place in the line.', { buyer, seq, late: z.boolean() }),
  'place.left': of('A buyer gave the place back, or the held unit.', {
    ...{ buyer, seq },
    unit: unit.nullable(),
  }),
  'place.removed': of('The team took a buyer out of the line.', {
    ...{ buyer, seq },
    unit: unit.nullable(),
  }),
  'place.requeued': of('After a restore these buyers wait again at their old places.', {
    places: z.array(z.object({ buyer, seq })),
  }),
  'hold.granted': of('Units are held for these buyers until `expiresAt`.', {
    mode: z.enum(['normal', 'fast']),
    expiresAt: utc,
    priceMinor: minorUnits,
    holds: z.array(z.object({ buyer, seq, unit, fence })),
  }),
  'hold.extended': of('A buyer has more time.', { buyer, fence, expiresAt: utc }),
  'hold.claimed': of('A buyer pressed confirm; `attempt` names the payment.', {
    ...{ buyer, fence },
    attempt: count,
  }),
  'hold.attempt_failed': of('The payment was declined or its time ran out.', {
    ...{ buyer, unit },
    attempt: count,
    back: z.enum(['held', 'freed']),
    expiresAt: utc,
  }),
  'hold.expired': of('The time of these holds ran out; their units are free.', {
    holds: z.array(z.object({ buyer, unit, fence })),
  }),
  'hold.released': of('The team took a held unit back.', { buyer, unit, fence }),
  'hold.restored': of('After a restore this hold goes on, perhaps with another unit or fence.', {
    ...{ buyer, seq, unit, fence },
    expiresAt: utc,
    priceMinor: minorUnits,
    extensions: count,
  }),
  'order.confirmed': of('An order was committed and owns its unit.', {
    ...order,
    attempt: count,
  }),
  'order.refunded': of(
    'An order was refunded and its unit is free. (A refund that keeps the unit logs nothing.)',
    order,
  ),
  'log.unknown': of('An entry of a later version of the platform, by its name.', {
    name: z.string(),
  }),
} as const;

export type WebhookEventType = keyof typeof webhookEvents;
export type WebhookData<Type extends WebhookEventType> = z.input<
  (typeof webhookEvents)[Type]['data']
>;

export const webhookEventTypes = Object.keys(webhookEvents) as WebhookEventType[];

/** What the button on the team's site sends; never part of a log. */
export const WEBHOOK_TEST = 'webhook.test';

interface JsonSchema {
  type?: string | string[];
  enum?: string[];
  format?: string;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
}

/** In front of and behind the generated part of docs/webhooks.md. */
const MARKERS = ['<!-- events -->', '<!-- /events -->'] as const;

/** The catalogue as docs/webhooks.md has it: every type, when it is sent, and its data. */
export function webhookEventsMarkdown(): string {
  const rows = Object.entries(webhookEvents).map(([type, { summary, data }]) => {
    const { properties = {} } = z.toJSONSchema(data, { io: 'input' }) as JsonSchema;
    const own = Object.entries(properties).filter(
      ([name]) => name !== 'flashSaleId' && name !== 'n',
    );
    const fields = own.map(([name, schema]) => `\`${name}\`: ${wordsFor(schema)}`);
    return `| \`${type}\` | ${summary} | ${fields.join(', ') || '–'} |`;
  });
  return ['| type | when | data, besides `flashSaleId` and `n` |', '|---|---|---|', ...rows].join(
    '\n',
  );
}

/** The page with its generated part anew; null when it has no place for it. */
export function withWebhookEvents(page: string): string | null {
  const [from, to] = MARKERS.map((marker) => page.indexOf(marker));
  if (from === undefined || to === undefined || from < 0 || to < from) {
    return null;
  }
  const head = page.slice(0, from + MARKERS[0].length);
  return `${head}\n${webhookEventsMarkdown()}\n${page.slice(to)}`;
}

function wordsFor({ type, enum: values, format, items, anyOf, properties }: JsonSchema): string {
  if (anyOf) {
    return anyOf.map(wordsFor).join(' or ');
  }
  if (values) {
    return values.map((value) => `\`${value}\``).join(' or ');
  }
  if (items) {
    return `list of { ${Object.keys(items.properties ?? {}).join(', ')} }`;
  }
  if (properties) {
    return `{ ${Object.keys(properties).join(', ')} }`;
  }
  return format === 'date-time' ? 'time' : [type ?? 'any'].flat().join(' or ');
}
