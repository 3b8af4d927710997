import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import {
  pinnedLookup,
  type TargetPolicy,
  TargetRefused,
  targetFault,
  type WebhookKeyKind,
} from '@flash/shared-config';

interface SigningKey {
  kind: WebhookKeyKind;
  text: string;
  endsAt: number | null;
}

/** Signs a message as Standard Webhooks 1.0 says. */
export type Signer = (message: { id: string; seconds: number; body: string }) => string;

/** One signature for each key that has not ended: a receiver needs one of these keys to check it. */
export function createSigner(keys: readonly SigningKey[], now = Date.now): Signer {
  const signers = keys.map(({ kind, text, endsAt }) => ({
    endsAt,
    signText: kind === 'v1' ? hmacSigner(text) : ed25519Signer(text),
  }));
  return ({ id, seconds, body }) => {
    const text = `${id}.${seconds}.${body}`;
    return signers
      .filter(({ endsAt }) => endsAt === null || endsAt > now())
      .map(({ signText }) => signText(text))
      .join(' ');
  };
}

function hmacSigner(secret: string) {
  const key = createSecretKey(secret.replace(/^whsec_/, ''), 'base64');
  return (text: string) => `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

function ed25519Signer(pkcs8: string) {
  const key = createPrivateKey({
    ...{ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' },
  });
  return (text: string) => `v1a,${sign(null, Buffer.from(text), key).toString('base64')}`;
}

/** What came of sending once. */
export interface PostResult {
  /** Null: there was no answer. */
  status: number | null;
  answer: string;
  error: string | null;
  /** What the receiver asks for. */
  retryAfterMs: number;
  tookMs: number;
}

/** Sends to one address over connections that stay open. */
export interface Poster {
  post(headers: Record<string, string>, body: string): Promise<PostResult>;
  close(): void;
}

interface PosterOptions {
  url: string;
  policy: TargetPolicy;
  connections: number;
  timeoutMs: number;
}

/** Of an answer so much is kept, and so much read so that the connection can go on being used. */
const KEPT_BYTES = 2_048;
const READ_BYTES = 65_536;
const IDLE_MS = 30_000;

export function createPoster({ url, policy, connections, timeoutMs }: PosterOptions): Poster {
  const isTls = url.startsWith('https:');
  const agent = new (isTls ? HttpsAgent : HttpAgent)({
    keepAlive: true,
    maxSockets: connections,
    timeout: IDLE_MS,
  });
  const send = isTls ? httpsRequest : httpRequest;
  // Read once: neither the address nor what is allowed changes while this process runs.
  const fault = targetFault(url, policy);
  const target = {
    ...(URL.canParse(url) && urlToHttpOptions(new URL(url))),
    ...{ method: 'POST', agent, lookup: pinnedLookup(policy) },
  };

  return {
    post(headers, body) {
      const startedAt = performance.now();
      const end = (result: Omit<PostResult, 'tookMs'>): PostResult => ({
        ...result,
        tookMs: Math.round(performance.now() - startedAt),
      });
      // An address without a name is never looked up, so it is judged as it is written.
      if (fault !== null) {
        return Promise.resolve(end(failed(`refused: the address ${fault}`)));
      }
      return new Promise((resolve) => {
        const bytes = Buffer.from(body);
        const request = send({
          ...target,
          headers: { ...headers, 'content-length': bytes.length },
        });
        const timer = setTimeout(() => {
          request.destroy(new Error(`no whole answer within ${timeoutMs} ms`));
        }, timeoutMs);
        let isAnswered = false;
        const finish = (result: Omit<PostResult, 'tookMs'>) => {
          clearTimeout(timer);
          resolve(end(result));
        };
        request.on('response', (response) => {
          isAnswered = true;
          readAnswer(response, (answer) => finish(judge(response, answer)));
        });
        request.on('error', (error) => finish(failed(wordsFor(error))));
        // One that wants to speak another protocol gets neither of these.
        request.on('close', () => {
          if (!isAnswered) {
            finish(failed('the connection was closed without an answer'));
          }
        });
        request.end(bytes);
      });
    },
    close: () => agent.destroy(),
  };
}

const failed = (error: string) => ({ status: null, answer: '', error, retryAfterMs: 0 });

/** The first part of the answer; what goes on for too long costs its connection. */
function readAnswer(response: IncomingMessage, done: (answer: string) => void): void {
  const kept: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    if (bytes < KEPT_BYTES) {
      kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
    }
    bytes += chunk.length;
    if (bytes > READ_BYTES) {
      response.destroy();
    }
  });
  response.on('close', () => done(Buffer.concat(kept).toString()));
  response.on('error', () => {
    // 'close' follows, and the status has been seen.
  });
}

function judge({ statusCode, headers, complete }: IncomingMessage, answer: string) {
  const status = statusCode ?? null;
  const isTaken = status !== null && status >= 200 && status < 300;
  const isRedirect = status !== null && status >= 300 && status < 400;
  const error = isRedirect ? 'redirects are not followed' : null;
  const seconds = Number(headers['retry-after'] ?? 0);
  return {
    ...{ status, answer, retryAfterMs: seconds > 0 ? seconds * 1_000 : 0 },
    error: isTaken && !complete && answer.length < KEPT_BYTES ? 'the answer broke off' : error,
  };
}

function wordsFor(error: NodeJS.ErrnoException): string {
  if (error instanceof TargetRefused) {
    return `refused: ${error.message}`;
  }
  return error.code ? `${error.code}: ${error.message}` : error.message;
}
