import { createHash } from 'node:crypto';
import { idempotencyHeader, idempotencyKeyPattern } from '@flash/shared-types';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { createOnce } from '../services/base/idempotency.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Runs `work` once for an Idempotency-Key, scoped to route and buyer. On a repetition with the
     * same body it gives back what `work` returned then (a memo without e-mail or ticket) and
     * `replayed: true`; the route rebuilds its answer from that. Without a key it just runs.
     * A refusal that is an outcome is remembered and thrown again; any other one is forgotten.
     */
    once<Memo>(
      call: OnceCall,
      work: () => Promise<Memo>,
    ): Promise<{ memo: Memo; replayed: boolean }>;
  }
}

interface OnceCall {
  route: string;
  /** Whose key this is: `sale:buyer`, or the account for control routes. */
  buyer: string;
  /** The header as it came. */
  key: string | string[] | undefined;
  /** What must be equal for it to be the same request. */
  body: unknown;
  /** The work comes to the same end however often it is done: it goes on while Redis is away. */
  isRepeatable?: boolean;
}

export const idempotencyPlugin = fastifyPlugin(
  async (app) => {
    const once = createOnce(app.deps.redis, app.deps.log);
    app.decorate('once', async (call, work) => {
      const key = checkedKey(call.key);
      if (key === undefined) {
        return { memo: await work(), replayed: false };
      }
      const request = {
        owner: digest(call.buyer),
        field: digest(`${call.route}\n${call.buyer}\n${key}`),
        body: digest(JSON.stringify(call.body ?? null)),
        isRepeatable: call.isRepeatable,
      };
      return once(request, work);
    });
  },
  { name: 'idempotency', dependencies: ['deps'] },
);

/** The key of a request; 400 when it is none. */
export function checkedKey(key: string | string[] | undefined): string | undefined {
  if (key === undefined) {
    return undefined;
  }
  if (typeof key === 'string' && idempotencyKeyPattern.test(key)) {
    return key;
  }
  throw new AppError('VALIDATION_FAILED', { errors: [badKey] });
}

const badKey = { path: idempotencyHeader, message: 'must be 1 to 200 printable characters' };

const DIGEST_LENGTH = 24;

/** Only digests are kept: neither the key nor the body can be read back. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}
