import { z } from 'zod';
import {
  adminOrderList,
  adminOrdersQuery,
  exportQuery,
  noteAdded,
  noteBody,
  orderDetail,
  orderParams,
  refundAnswer,
  refundBody,
  timeline,
} from '../buyer/order.ts';
import { adminOrderExample, email, orderId, saleId } from '../examples.ts';
import {
  mailDetail,
  mailList,
  mailParams,
  mailsQuery,
  resendAnswer,
  resendBody,
} from '../team/mail.ts';
import {
  mendAnswer,
  mendBody,
  reconciliation,
  reconciliationParams,
} from '../team/reconciliation.ts';
import { endpoint } from './endpoint.ts';

const noteExample = {
  id: 'n2Vd8xQ0cR7mZ4uJ',
  at: '2026-06-02T08:15:00.000Z',
  author: 'grace@example.org',
  text: 'Called about the delivery; will be there on Friday.',
};

const listOrders = (path: string) =>
  endpoint({
    method: 'GET',
    path,
    role: 'support',
    tag: 'Orders',
    summary: 'Orders, page by page',
    query: adminOrdersQuery,
    answer: adminOrderList,
    example: {
      query: { flashSaleId: saleId, status: 'paid', page: '1', limit: '100' },
      answer: { items: [adminOrderExample], total: 1, page: 1, limit: 100, pageSize: 100 },
    },
  });

const difference = `capture-overdue:attempt:1000000051`;

export const orderEndpoints = {
  reconciliation: endpoint({
    method: 'GET',
    path: '/orders/admin/reconciliation/:flashSaleId',
    role: 'support',
    tag: 'Orders',
    summary: 'Compare the payments of a sale at the provider with its orders and its log',
    params: reconciliationParams,
    answer: reconciliation,
    errors: ['SALE_NOT_FOUND'],
    example: {
      params: { flashSaleId: saleId },
      answer: {
        flashSaleId: saleId,
        at: '2026-06-01T10:05:00.000Z',
        provider: 'stripe',
        currency: 'EUR',
        atProvider: {
          captured: { count: 188, amountMinor: 2_442_120 },
          refunded: { count: 0, amountMinor: 0 },
          authorised: { count: 1, amountMinor: 12_990 },
          open: { count: 0, amountMinor: 0 },
          cancelled: { count: 4, amountMinor: 51_960 },
          unreadable: 0,
        },
        orders: {
          paid: { count: 189, amountMinor: 2_455_110 },
          refunded: { count: 0, amountMinor: 0 },
        },
        log: { sold: { count: 189, amountMinor: 2_455_110 } },
        redis: { sold: 189, held: 0, claimed: 0 },
        mongo: { live: 189, stock: 200, left: 11 },
        total: 1,
        onTheirWay: 0,
        differences: [
          {
            id: difference,
            kind: 'capture-overdue',
            since: '2026-06-01T10:00:01.200Z',
            isOnItsWay: false,
            step: 'capture',
            orderId,
            intentId: 'pi_3Qx1',
            amountMinor: 12_990,
            currency: 'EUR',
          },
        ],
      },
    },
  }),
  mendPayment: endpoint({
    method: 'POST',
    path: '/orders/admin/reconciliation/:flashSaleId/mend',
    role: 'support',
    fresh: true,
    tag: 'Orders',
    summary: 'Resolve a difference, if all sides still show it',
    params: reconciliationParams,
    body: mendBody,
    answer: mendAnswer,
    idempotent: true,
    errors: ['SALE_NOT_FOUND'],
    example: {
      params: { flashSaleId: saleId },
      body: { difference, reason: 'The provider was away' },
      answer: { outcome: 'mended' },
    },
  }),
  listOrders: listOrders('/orders/admin/list'),
  listOrdersV1: listOrders('/orders/admin/list-admin'),
  orderDetail: endpoint({
    method: 'GET',
    path: '/orders/admin/detail/:orderId',
    role: 'support',
    tag: 'Orders',
    summary: 'One order with all its details',
    params: orderParams,
    answer: orderDetail,
    errors: ['ORDER_NOT_FOUND'],
    example: {
      params: { orderId },
      answer: {
        ...adminOrderExample,
        saleName: 'Night Runner 2',
        salePhase: 'ended',
        identity: 'guest',
        account: null,
        atProvider: null,
        notes: [noteExample],
      },
    },
  }),
  noteOrder: endpoint({
    method: 'POST',
    path: '/orders/:orderId/notes',
    role: 'support',
    tag: 'Orders',
    summary: 'Add a note to an order; buyers do not see it',
    params: orderParams,
    body: noteBody,
    answer: noteAdded,
    idempotent: true,
    errors: ['ORDER_NOT_FOUND', 'ORDER_FORGOTTEN', 'TOO_MANY_NOTES'],
    example: {
      params: { orderId },
      body: { text: noteExample.text },
      answer: { ok: true, orderId },
    },
  }),
  exportOrders: endpoint({
    method: 'GET',
    path: '/orders/admin/export.csv',
    role: 'support',
    fresh: true,
    tag: 'Orders',
    summary: 'The filtered orders as a table, streamed',
    query: exportQuery,
    answer: z.string(),
    media: 'text/csv',
    headers: ['content-disposition'],
    example: {
      query: { flashSaleId: saleId, timeZone: 'Europe/Berlin' },
      answer: `"Order id","E-mail","Amount"\r\n"${orderId}","${email}","129.90"\r\n`,
    },
  }),
  refundOrder: endpoint({
    method: 'POST',
    path: '/orders/:orderId/refund',
    role: 'support',
    fresh: true,
    tag: 'Orders',
    summary: 'Refund an order and, if wanted, return its unit to the sale',
    params: orderParams,
    body: refundBody,
    answer: refundAnswer,
    idempotent: true,
    errors: ['ORDER_NOT_FOUND', 'ALREADY_REFUNDED'],
    example: {
      params: { orderId },
      body: { returnUnit: true, reason: 'Wrong size' },
      answer: {
        ok: true,
        order: {
          ...adminOrderExample,
          paymentStatus: 'refunded',
          payment: 'refund pending',
          live: false,
          unitReturn: 'pending',
        },
        returnsUnit: true,
      },
    },
  }),
  orderTimeline: endpoint({
    method: 'GET',
    path: '/orders/:orderId/timeline',
    role: 'support',
    tag: 'Orders',
    summary: 'What happened to an order, step by step',
    params: orderParams,
    answer: timeline,
    errors: ['ORDER_NOT_FOUND'],
    example: {
      params: { orderId },
      answer: {
        orderId,
        events: [
          { at: '2026-06-01T10:00:00.120Z', kind: 'joined', detail: 'place 204', n: 204 },
          { at: '2026-06-01T10:00:02.000Z', kind: 'held', detail: 'unit 189', n: 611 },
          { at: adminOrderExample.createdAt, kind: 'confirmed', detail: null, n: 702 },
        ],
      },
    },
  }),
};

const mailId = `${saleId}:1000000007:turn`;
const mailExample = {
  id: mailId,
  flashSaleId: saleId,
  kind: 'turn',
  state: 'sent',
  why: null,
  tries: 1,
  at: '2026-06-01T10:00:02.000Z',
  nextAt: null,
  sentAt: '2026-06-01T10:00:02.400Z',
  resends: 0,
} as const;

/** What buyers were told by mail. */
export const mailEndpoints = {
  listMails: endpoint({
    method: 'GET',
    path: '/mails',
    role: 'support',
    tag: 'Orders',
    summary: 'E-mails to buyers, newest first; without addresses',
    query: mailsQuery,
    answer: mailList,
    example: {
      query: { flashSaleId: saleId, state: 'sent' },
      answer: {
        items: [mailExample],
        delivery: 'server',
        total: 1,
        page: 1,
        limit: 20,
        pageSize: 20,
      },
    },
  }),
  mailDetail: endpoint({
    method: 'GET',
    path: '/mails/:flashSaleId/:mailId',
    role: 'support',
    tag: 'Orders',
    summary: 'One e-mail as it was sent, and its recipient',
    params: mailParams,
    answer: mailDetail,
    errors: ['MAIL_NOT_FOUND'],
    example: {
      params: { flashSaleId: saleId, mailId },
      answer: {
        ...mailExample,
        saleName: 'Night Runner 2',
        content: { subject: 'It is your turn: Night Runner 2', text: 'One unit is reserved …' },
        ...{ address: email, locale: 'en', timeZone: 'Europe/Berlin' },
      },
    },
  }),
  resendMail: endpoint({
    method: 'POST',
    path: '/mails/:flashSaleId/:mailId/resend',
    role: 'support',
    tag: 'Orders',
    summary: 'Send an e-mail again, written from the current state',
    params: mailParams,
    body: resendBody,
    answer: resendAnswer,
    idempotent: true,
    errors: ['MAIL_NOT_FOUND', 'MAIL_WAITING'],
    example: {
      params: { flashSaleId: saleId, mailId },
      body: { reason: 'The buyer did not get it' },
      answer: { ok: true, id: mailId },
    },
  }),
};
