import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { mailQueueOf, type WakeQueue } from '@flash/reservation';
import { Queue } from 'bullmq';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AppError } from '../errors.ts';
import { auditRow } from '../services/shared/audit.ts';
import { sendProblem, toAppError } from './problem.ts';
import { actorOf } from './session.ts';

const PATH = '/bull-mq-dashboard';
/** Set by us on every request, whatever the caller sent under this name. */
const ROLE = 'x-dashboard-role';

/** Its page needs inline styles. The web fonts that it asks for stay blocked. */
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The queue's dashboard: operators may read, owners may also act. The server decides it, whatever the page offers. */
export const bullBoardPlugin = fastifyPlugin(
  async (app) => {
    const { db, clock, wake, env } = app.deps;
    const mails = env.mail === null ? null : openMailQueue(wake.queue);
    app.addHook('onClose', async () => mails?.close());
    const adapter = new FastifyAdapter();
    adapter.setBasePath(PATH);
    createBullBoard({
      queues: [wake.queue, ...(mails ? [mails] : [])].map((queue) => new BullMQAdapter(queue)),
      serverAdapter: adapter,
      options: {
        uiConfig: { boardTitle: 'Flash sale queue' },
        handlerHooks: {
          before: ({ method, request }) => ({
            allow: method === 'get' || request.headers[ROLE] === 'owner',
            status: 403,
          }),
          after: ({ route, request }, result) =>
            route === '/api/queues' && request.headers[ROLE] !== 'owner'
              ? { ...result, body: readOnly(result.body) }
              : result,
        },
      },
    });
    // What a handler throws may quote Redis, so nothing of it is sent.
    adapter.setErrorHandler(() => ({
      status: 500,
      body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' } },
    }));
    await app.register(async (scope: FastifyInstance) => {
      scope.addHook('onRequest', async (request, reply) => {
        // The dashboard has its own error handler, which does not send problem+json.
        const refusal = await refusalOf(scope, request);
        if (refusal?.code === 'UNAUTHENTICATED' && isPageVisit(request)) {
          return reply.redirect(new URL('/login', app.deps.env.adminUrl).href);
        }
        if (refusal) {
          return sendProblem(request, reply, refusal);
        }
        request.headers[ROLE] = request.member?.role ?? '';
        reply.header('content-security-policy', PAGE_POLICY);
        reply.header('cache-control', 'private, no-store');
      });
      // Written before the action: a process that crashes in between leaves a row that says so.
      const rows = new WeakMap<FastifyRequest, string>();
      scope.addHook('preHandler', async (request) => {
        if (request.method === 'GET' || request.headers[ROLE] !== 'owner') {
          return;
        }
        const subject = `${request.method} ${request.routeOptions.url ?? ''}`;
        const row = auditRow(actorOf(request), { action: 'queue.act', subject }, clock.now());
        rows.set(request, await db.audit.begin(row, null));
      });
      scope.addHook('onResponse', async (request, reply) => {
        const row = rows.get(request);
        if (row) {
          await db.audit.complete(row, reply.statusCode < 400 ? 'done' : 'refused');
        }
      });
      await scope.register(adapter.registerPlugin(), { prefix: PATH });
    });
  },
  { name: 'bull-board', dependencies: ['deps', 'session', 'security'] },
);

/** The jobs that say that a mail is due; the mails themselves are on the team's site. */
function openMailQueue({ name, opts }: WakeQueue['queue']): Queue {
  const { connection, prefix } = opts;
  return new Queue(mailQueueOf(name), { connection, ...(prefix !== undefined && { prefix }) });
}

/** A person who opens the page in a browser is shown where to sign in; programs get a problem. */
function isPageVisit({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

async function refusalOf(app: FastifyInstance, request: FastifyRequest): Promise<AppError | null> {
  try {
    await app.requireRole('operator')(request);
    return null;
  } catch (error) {
    return toAppError(error) ?? new AppError('INTERNAL');
  }
}

/** Keeps the page from offering what the server would refuse. */
function readOnly(body: unknown): Record<string, unknown> {
  const { queues = [], ...rest } = body as { queues?: object[] };
  return { ...rest, queues: queues.map((queue) => ({ ...queue, readOnlyMode: true })) };
}
