import type { z } from 'zod';
import { buyer, saleId } from '../examples.ts';
import { analytics } from '../sale/analytics.ts';
import { saleParams } from '../sale/sale.ts';
import {
  findAnswer,
  findQuery,
  members,
  membersOfQuery,
  membersQuery,
  overview,
  type QueueMember,
  queueAudit,
  queueFeedEvent,
  queueNetworks,
  queueParams,
  queueQuery,
} from '../team/queue-admin.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

const params = { flashSaleId: saleId };
const ofSale = ['SALE_NOT_FOUND', 'RESTORING'] as const;
const common = { method: 'GET', role: 'viewer', tag: 'Queue' } as const;

const at = '2026-06-01T10:12:00.000Z';
const overviewExample: z.input<typeof overview> = {
  flashSaleId: saleId,
  name: 'Night Runner 2',
  phase: 'open',
  stock: 500,
  free: 0,
  held: 180,
  claimed: 8,
  sold: 312,
  waiting: 240,
  joined: 740,
  served: 500,
  oldestWaitMs: 42_000,
  nextExpiryAt: '2026-06-01T10:15:02.000Z',
  message: null,
  pause: null,
  restoring: false,
  halted: null,
  epoch: 1,
  n: 1_204,
  serverNow: at,
  countedAt: at,
  outcomes: {
    bought: 314,
    expired: 4,
    left: 2,
    released: 0,
    removed: 0,
    declined: 3,
    refunded: 2,
  },
  rates: { joins: 12.4, grants: 0.6, confirms: 3.2 },
  waitMs: { p50: 41_000, p95: 44_200 },
  mode: 'fast-pass',
  fastPassThreshold: 5,
  worker: { alive: true, lastSeenAt: at, at },
  redis: { ok: true, latencyMs: 0.4, at },
  database: { ok: true, latencyMs: 1.2, at },
  history: [
    { at: '2026-06-01T10:11:58.000Z', joined: 716, granted: 504, sold: 306, waiting: 212 },
    { at: '2026-06-01T10:11:59.000Z', joined: 728, granted: 504, sold: 309, waiting: 224 },
  ],
};

const memberExample: QueueMember = {
  buyer,
  seq: 1_000_000_501,
  position: 1,
  state: 'waiting',
  kind: 'guest',
  name: null,
  email: null,
  joinedAt: '2026-06-01T10:11:18.000Z',
  expiresAt: null,
  unit: null,
  orderId: null,
  network: 'pM2fTq0aR7xW',
};

const overviewPart = {
  ...common,
  summary: 'Counts of the line',
  answer: overview,
  errors: ofSale,
};
const membersPart = {
  ...common,
  summary: 'The line, page by page, in order',
  answer: members,
  errors: ofSale,
};
const membersExample: z.input<typeof members> = {
  items: [memberExample],
  nextCursor: '1000000501',
  total: 240,
  page: 1,
  limit: 20,
  pageSize: 20,
};
const auditPart = {
  ...common,
  summary: 'Compare the line with the orders',
  answer: queueAudit,
  errors: [...ofSale, 'SALE_STATE'] as const,
};
const auditExample: z.input<typeof queueAudit> = {
  flashSaleId: saleId,
  ok: true,
  checkedAt: '2026-06-01T10:12:00.000Z',
  redis: { free: 0, held: 180, claimed: 8, sold: 312, stock: 500 },
  database: { currentQuantity: 188, liveOrders: 312, stock: 500 },
  differences: [],
  violations: [],
};
const streamPart: Pick<Endpoint, 'media' | 'errors'> & typeof common & { summary: string } = {
  ...common,
  summary: 'Counts and changes as they happen, as server-sent events',
  media: 'text/event-stream',
  errors: [...ofSale, 'TOO_MANY_STREAMS'],
};
const streamExample: z.input<typeof queueFeedEvent> = { ...overviewExample, kind: 'counts' };

export const queueEndpoints = {
  queueOverview: endpoint({
    ...overviewPart,
    path: '/orders/admin/queue/overview',
    query: queueQuery,
    example: { query: params, answer: overviewExample },
  }),
  queueOverviewOf: endpoint({
    ...overviewPart,
    path: '/orders/admin/queue/:flashSaleId/overview',
    params: queueParams,
    example: { params, answer: overviewExample },
  }),
  queueMembers: endpoint({
    ...membersPart,
    path: '/orders/admin/queue/members',
    query: membersQuery,
    example: { query: { ...params, page: '1' }, answer: membersExample },
  }),
  queueMembersOf: endpoint({
    ...membersPart,
    path: '/orders/admin/queue/:flashSaleId/members',
    params: queueParams,
    query: membersOfQuery,
    example: { params, query: { cursor: '1000000501' }, answer: membersExample },
  }),
  queueAudit: endpoint({
    ...auditPart,
    path: '/orders/admin/queue/audit',
    query: queueQuery,
    example: { query: params, answer: auditExample },
  }),
  queueAuditOf: endpoint({
    ...auditPart,
    path: '/orders/admin/queue/:flashSaleId/audit',
    params: queueParams,
    example: { params, answer: auditExample },
  }),
  queueStream: endpoint({
    ...streamPart,
    path: '/orders/admin/queue/stream',
    query: queueQuery,
    answer: queueFeedEvent,
    example: { query: params, answer: streamExample },
  }),
  queueStreamOf: endpoint({
    ...streamPart,
    path: '/orders/admin/queue/:flashSaleId/stream',
    params: queueParams,
    answer: queueFeedEvent,
    example: { params, answer: streamExample },
  }),
  queueNetworks: endpoint({
    ...common,
    path: '/orders/admin/queue/:flashSaleId/networks',
    summary: 'The networks with the most places in line, as keyed digests',
    params: queueParams,
    answer: queueNetworks,
    errors: ['SALE_NOT_FOUND'],
    example: {
      params,
      answer: {
        items: [
          { network: 'pM2fTq0aR7xW', kind: '/48', places: 61 },
          { network: 'pM2fTq0aR7xW.c1LnQ2xhc3Np', kind: '/64', places: 20 },
        ],
      },
    },
  }),
  findInQueue: endpoint({
    ...common,
    path: '/orders/admin/queue/:flashSaleId/find',
    summary: 'Find a person: an account by name or e-mail, a guest by the e-mail typed in full',
    params: queueParams,
    query: findQuery,
    answer: findAnswer,
    errors: ofSale,
    example: { params, query: { q: 'ada@example.org' }, answer: { items: [memberExample] } },
  }),
  analytics: endpoint({
    ...common,
    path: '/flash-sales/:id/analytics',
    summary: 'Analytics of a sale',
    params: saleParams,
    answer: analytics,
    errors: ofSale,
    example: {
      params: { id: saleId },
      answer: {
        flashSaleId: saleId,
        stock: 500,
        joined: 740,
        granted: 548,
        sold: 500,
        refunded: 2,
        expired: 40,
        left: 12,
        released: 0,
        removed: 0,
        extended: 31,
        declined: 9,
        conversion: 0.912,
        soldOutAt: '2026-06-01T10:41:07.000Z',
        waitMs: { p50: 41_000, p95: 620_000, max: 1_402_000 },
        payMs: { p50: 95_000, p95: 540_000, max: 1_180_000 },
        revenue: 64_950,
        revenueMinor: 6_495_000,
        currency: 'EUR',
        curve: [
          { at: '2026-06-01T10:00:00.000Z', joined: 204, granted: 0, sold: 0, waiting: 204 },
          { at: '2026-06-01T10:01:00.000Z', joined: 610, granted: 500, sold: 121, waiting: 110 },
        ],
        funnel: { joined: 740, held: 521, bought: 500 },
        waitDecilesMs: [
          900, 2_100, 9_000, 21_000, 41_000, 88_000, 160_000, 310_000, 540_000, 1_402_000,
        ],
        byPlace: [
          { from: 1, to: 370, joined: 370, held: 361, bought: 349 },
          { from: 371, to: 740, joined: 370, held: 160, bought: 151 },
        ],
        complete: true,
      },
    },
  }),
};
