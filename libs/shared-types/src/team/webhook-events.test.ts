import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { webhookEvents, withWebhookEvents } from './webhook-events.ts';

test('the catalogue of events in docs/webhooks.md is what the schemas say (npm run docs writes it)', () => {
  const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
  expect(page).toBe(withWebhookEvents(page));
});

test('no event has a field for an address, a name of a person or a network', () => {
  for (const [type, { data }] of Object.entries(webhookEvents)) {
    const text = JSON.stringify(Object.keys(data.shape));
    expect(text, type).not.toMatch(/email|contact|phone|address|network|ip\b/i);
  }
});
