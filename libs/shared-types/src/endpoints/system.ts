import { z } from 'zod';
import { buyer, email, orderExample, saleId, userId } from '../examples.ts';
import { auditExportQuery, auditList, auditQuery } from '../team/audit-log.ts';
import { searchAnswer, searchQuery } from '../team/search.ts';
import { alive, health, ready, systemAnswer, timeAnswer, webhookAnswer } from '../team/system.ts';
import { endpoint } from './endpoint.ts';

const at = '2026-06-01T10:12:00.000Z';
const build = { version: '0.1.0', commit: '3f2a91c07b5e' };
const probe = { method: 'GET', role: 'public', tag: 'System' } as const;
const team = { method: 'GET', role: 'viewer', tag: 'System' } as const;

export const systemEndpoints = {
  health: endpoint({
    ...probe,
    path: '/health',
    summary: 'The API answers',
    answer: health,
    example: { answer: { status: 'ok', environment: 'production', signUp: 'token', ...build } },
  }),
  livez: endpoint({
    ...probe,
    path: '/livez',
    summary: 'The process is alive',
    answer: alive,
    example: { answer: { status: 'alive' } },
  }),
  time: endpoint({
    ...probe,
    path: '/time',
    summary: "The server's time, never cached; countdowns use it",
    answer: timeAnswer,
    example: { answer: { serverNow: at } },
  }),
  readyz: endpoint({
    ...probe,
    path: '/readyz',
    summary:
      'Whether all dependencies are available; 503 with the same body if not, or while stopping',
    answer: ready,
    others: [
      {
        status: 503,
        summary: 'A dependency is not available, or the process is stopping',
        sameBody: true,
      },
    ],
    example: {
      answer: {
        status: 'ready',
        checks: {
          redis: { ok: true, latencyMs: 0.4 },
          database: { ok: true, latencyMs: 1.2 },
          indexes: { ok: true, latencyMs: null },
          worker: { ok: true, latencyMs: null },
        },
      },
    },
  }),
  stripeWebhook: endpoint({
    method: 'POST',
    path: '/webhooks/stripe',
    role: 'public',
    tag: 'System',
    summary: 'Receives events about payments from Stripe, with their Stripe-Signature',
    bodyMedia: ['application/json'],
    answer: webhookAnswer,
    errors: [
      'VALIDATION_FAILED',
      'NOT_FOUND',
      'BODY_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'CONFIRM_PENDING',
      'RESTORING',
      'UNAVAILABLE',
    ],
    example: { answer: { received: true } },
  }),
  system: endpoint({
    ...team,
    path: '/system',
    summary: 'Engines, processes, stored blocks, epochs and the last audit',
    answer: systemAnswer,
    example: {
      answer: {
        ...build,
        serverNow: at,
        uptimeSeconds: 86_400,
        redis: {
          ok: true,
          version: '7.0.15',
          latencyMs: 0.4,
          warnings: [],
          usedMemoryBytes: 12_582_912,
          maxMemoryBytes: 1_073_741_824,
          policy: 'noeviction',
          appendOnly: true,
        },
        database: {
          ok: true,
          version: '6.0.5',
          latencyMs: 1.2,
          warnings: [],
          replicaSet: true,
          indexesReady: true,
        },
        processes: [{ id: 'worker-1', kind: 'worker', lastSeenAt: at, alive: true, ...build }],
        queue: { waiting: 0, active: 1, delayed: 3, failed: 0 },
        sales: [
          {
            flashSaleId: saleId,
            name: 'Night Runner 2',
            epoch: 1,
            restoring: false,
            halted: null,
            block: 41,
            storedN: 1_204,
            lastN: 1_204,
          },
        ],
        lastAudit: { at, ok: true, sales: 1, violations: [] },
      },
    },
  }),
  search: endpoint({
    ...team,
    path: '/search',
    summary: 'Search sales, orders, people and entries of the audit log',
    query: searchQuery,
    answer: searchAnswer,
    example: {
      query: { q: email },
      answer: {
        sales: [],
        orders: [{ ...orderExample, saleName: 'Night Runner 2' }],
        people: [
          {
            ...{ buyer, kind: 'guest', name: null, email: null, state: 'sold', position: null },
            ...{ flashSaleId: saleId, saleName: 'Night Runner 2' },
          },
        ],
        audit: [],
      },
    },
  }),
  auditLog: endpoint({
    ...team,
    path: '/audit',
    summary: 'Who did what, and why',
    query: auditQuery,
    answer: auditList,
    example: {
      query: { flashSaleId: saleId },
      answer: {
        items: [
          {
            id: '6650f4a2b3c4d5e6f7a8b9c3',
            at,
            actor: { id: userId, email: 'grace@example.org', role: 'operator' },
            action: 'sale.pause',
            flashSaleId: saleId,
            subject: null,
            reason: 'The payment provider is slow',
            before: { paused: false },
            after: { paused: true },
            ip: null,
            requestId: 'req-1',
            outcome: 'done',
          },
        ],
        total: 1,
        page: 1,
        limit: 20,
        pageSize: 20,
      },
    },
  }),
  exportAudit: endpoint({
    ...team,
    path: '/audit/export.csv',
    summary: 'The filtered audit log as a table, streamed',
    fresh: true,
    query: auditExportQuery,
    answer: z.string(),
    media: 'text/csv',
    headers: ['content-disposition'],
    example: {
      query: { flashSaleId: saleId, timeZone: 'Europe/Berlin' },
      answer:
        '"Time (Europe/Berlin)","Who","Action"\r\n"2026-06-01 12:12:00","grace@example.org","sale.pause"\r\n',
    },
  }),
};
