import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookEndpoint, Webhooks } from '@flash/database';
import { createWebhookKeySafe, drawWebhookKey, type WebhookKeyKind } from '@flash/shared-config';

export interface ReceivedWebhook {
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The system of someone else, that is told of events; it can be told how to answer. */
export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** Answers of the next requests; 200 when there are none. `silence`: no answer at all. */
  answers: (
    | number
    | 'silence'
    | { status: number; body: string; headers?: Record<string, string> }
  )[];
  onReceived?: (webhook: ReceivedWebhook) => void;
  close(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const answers: WebhookReceiver['answers'] = [];
  const receiver: WebhookReceiver = {
    ...{ url: '', received, answers },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { headers } = request;
      const webhook = { id: String(headers['webhook-id']), headers, body };
      received.push(webhook);
      receiver.onReceived?.(webhook);
      const answer = answers.shift() ?? 200;
      if (answer === 'silence') {
        return;
      }
      const said = typeof answer === 'number' ? { status: answer, body: 'ok' } : answer;
      response.writeHead(said.status, 'headers' in said ? said.headers : {}).end(said.body);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  Object.assign(receiver, { url });
  return receiver;
}

export const webhookSecret = 'a secret for the keys of webhooks in tests';
export const webhookSafe = createWebhookKeySafe({ secret: webhookSecret, previous: null });
/** As a worker is told, so that it may send to a receiver on this machine. */
export const webhookSettings = {
  ...{ secret: webhookSecret, previous: null },
  policy: { allowPrivate: true, allowHttp: true },
};

/** An endpoint as the API makes it, with the keys as the receiver has them. */
export async function makeWebhookEndpoint(
  webhooks: Webhooks,
  url: string,
  changes: Partial<WebhookEndpoint> = {},
  kinds: readonly WebhookKeyKind[] = ['v1'],
): Promise<{ endpoint: WebhookEndpoint; secret: string; publicKey: string | null }> {
  const id = webhooks.newId();
  const drawn = kinds.map((kind) => ({ kind, ...drawWebhookKey(kind) }));
  const endpoint = await webhooks.create(
    {
      ...{ id, url, description: '', events: [], saleId: null, createdBy: 'owner' },
      createdAt: Date.now(),
      keys: drawn.map(({ kind, text, publicKey }) => ({
        ...{ kind, publicKey, sealed: webhookSafe.seal(text, id) },
        ...{ createdAt: Date.now(), endsAt: null },
      })),
      ...changes,
    },
    1_000,
  );
  if (!endpoint) {
    throw new Error('there are too many webhooks');
  }
  const secret = drawn.find(({ kind }) => kind === 'v1')?.text ?? '';
  return {
    endpoint,
    secret,
    publicKey: drawn.find(({ publicKey }) => publicKey)?.publicKey ?? null,
  };
}
