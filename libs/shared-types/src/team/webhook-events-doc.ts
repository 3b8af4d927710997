import { z } from 'zod';
import { webhookEvents } from './webhook-events.ts';

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
