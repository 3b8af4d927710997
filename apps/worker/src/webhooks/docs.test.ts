import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { drawWebhookKey } from '@flash/shared-config';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createSigner } from './signing.ts';

const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
const example = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

interface Request {
  body: Buffer;
  headers: Record<string, string>;
}
type Handler = (req: Request, res: { sendStatus(status: number): void }) => void;

test('the example of docs/webhooks.md for Node takes a message of ours, and no changed one', () => {
  const { text: secret } = drawWebhookKey('v1');
  const handlers: Handler[] = [];
  const raw = () => undefined;
  runInNewContext(example.replace(/^import .*$/gm, ''), {
    Webhook,
    process: { env: { WEBHOOK_SECRET: secret } },
    express: { raw: () => raw },
    app: {
      post: (path: string, parser: unknown, handler: Handler) => {
        expect([path, parser]).toEqual(['/hooks/flash-sale', raw]);
        handlers.push(handler);
      },
    },
  });
  const message = { id: 'evt_1', seconds: Math.floor(Date.now() / 1_000), body: '{"type":"turn"}' };
  const headers = {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.seconds),
    'webhook-signature': createSigner([{ kind: 'v1', text: secret, endsAt: null }])(message),
  };
  const answers: number[] = [];
  const send = (body: string) =>
    handlers[0]?.({ body: Buffer.from(body), headers }, { sendStatus: (it) => answers.push(it) });
  send(message.body);
  expect(answers).toEqual([204]);
  expect(() => send('{"type":"sold"}')).toThrow();
  expect(answers).toEqual([204]);
});
