import { email, saleId } from '../examples.ts';
import {
  mailDetail,
  mailList,
  mailParams,
  mailsQuery,
  resendAnswer,
  resendBody,
} from '../team/mail.ts';
import { endpoint } from './endpoint.ts';

const mailId = `${saleId}:1000000007:turn`;
const row = {
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
    summary: 'Mails to buyers, newest first; without addresses',
    query: mailsQuery,
    answer: mailList,
    example: {
      query: { flashSaleId: saleId, state: 'sent' },
      answer: { items: [row], delivery: 'server', total: 1, page: 1, limit: 20, pageSize: 20 },
    },
  }),
  mailDetail: endpoint({
    method: 'GET',
    path: '/mails/:flashSaleId/:mailId',
    role: 'support',
    tag: 'Orders',
    summary: 'One mail as it was sent, and to whom',
    params: mailParams,
    answer: mailDetail,
    errors: ['MAIL_NOT_FOUND'],
    example: {
      params: { flashSaleId: saleId, mailId },
      answer: {
        ...row,
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
    summary: 'Send a mail once more, as things are now',
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
