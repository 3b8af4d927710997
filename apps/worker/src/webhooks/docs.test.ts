import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { drawWebhookKey } from '@flash/shared-config';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { createSigner } from './post.ts';

const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
const exampleIn = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

const { text: secret } = drawWebhookKey('v1');

/** As a worker sends it, so many seconds ago. */
function messageOf(body: string, secondsAgo = 0) {
  const seconds = Math.floor(Date.now() / 1_000) - secondsAgo;
  return {
    body,
    headers: {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(seconds),
      'webhook-signature': createSigner([
        { kind: 'v1', text: drawWebhookKey('v1').text, endsAt: null },
        { kind: 'v1', text: secret, endsAt: null },
      ])({ id: 'evt_1', seconds, body }),
    },
  };
}

interface Request {
  body: Buffer;
  headers: Record<string, string>;
}
type Handler = (req: Request, res: { sendStatus(status: number): void }) => void;

test('the example of docs/webhooks.md for Node takes a message of ours, and no changed one', () => {
  const handlers: Handler[] = [];
  const raw = () => undefined;
  runInNewContext(exampleIn('js').replace(/^import .*$/gm, ''), {
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
  const message = messageOf('{"type":"turn"}');
  const { headers } = message;
  const answers: number[] = [];
  const send = (body: string) =>
    handlers[0]?.({ body: Buffer.from(body), headers }, { sendStatus: (it) => answers.push(it) });
  send(message.body);
  expect(answers).toEqual([204]);
  expect(() => send('{"type":"sold"}')).toThrow();
  expect(answers).toEqual([204]);
});

/** What a web framework gives the example: a route, and the request that it is called for. */
const FRAMEWORK = `
import json, sys
class App:
    def post(self, path):
        def keep(hook):
            self.path, self.hook = path, hook
        return keep
class Request:
    def get_data(self):
        return self.body.encode()
    def get_json(self):
        return json.loads(self.body)
app, request = App(), Request()
`;
const CALLS = `
answers = []
for one in json.load(sys.stdin):
    request.body, request.headers = one["body"], one["headers"]
    try:
        answers.append(app.hook()[1])
    except ValueError as error:
        answers.append(str(error))
print(json.dumps([app.path, answers]))
`;

test('the example of docs/webhooks.md for Python takes a message of ours, and no changed, foreign or old one', () => {
  const message = messageOf('{"type":"turn","text":"日本"}');
  const foreign = { ...message.headers, 'webhook-signature': 'v1,é v1a,x' };
  const requests = [
    message,
    { ...message, body: '{"type":"sold"}' },
    { ...message, headers: foreign },
    messageOf(message.body, 301),
  ];
  const program = FRAMEWORK + exampleIn('python') + CALLS;
  const { stdout, stderr } = spawnSync('python3', ['-c', program], {
    ...{ encoding: 'utf8', input: JSON.stringify(requests) },
    env: { PATH: process.env.PATH, WEBHOOK_SECRET: secret },
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([
    '/hooks/flash-sale',
    [204, 'not genuine', 'not genuine', 'too old'],
  ]);
});
