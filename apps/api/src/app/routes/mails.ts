import type { KeyObject } from 'node:crypto';
import { accountEmail, type Mail, type Sale } from '@flash/database';
import { accountMailKey, deliveryOf, mailKeyOfSale, unseal } from '@flash/shared-config';
import { endpoints, type MailRow, pageOf } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.ts';
import { actorOf } from '../plugins/session.ts';
import { auditRow } from '../services/shared/audit.ts';
import { iso } from '../services/shared/wire.ts';
import { route } from './route.ts';

/** Stands for the sale in the path of a mail to an account. */
const OF_ACCOUNT = 'account';

interface Named {
  flashSaleId: string;
  mailId: string;
}

/** What buyers were told by mail, for the team. */
export function mailsRoutes(app: FastifyInstance): void {
  const { db, clock, env } = app.deps;

  async function mailOf({ flashSaleId, mailId }: Named): Promise<Mail> {
    const mail = await db.mails.get(mailId);
    // A key of one sale names that sale: the mail has to be of it.
    if (!mail || (mail.saleId ?? OF_ACCOUNT) !== flashSaleId) {
      throw new AppError('MAIL_NOT_FOUND');
    }
    return mail;
  }

  route(app, endpoints.listMails, async ({ query }) => {
    const { page, limit } = pageOf(query);
    const { flashSaleId: saleId, state, kind } = query;
    const found = await db.mails.list({ saleId, state, kind, page, limit });
    return {
      items: found.items.map(rowOf),
      delivery: deliveryOf(env.mail),
      ...{ total: found.total, page, limit, pageSize: limit },
    };
  });

  route(app, endpoints.mailDetail, async ({ params }) => {
    const mail = await mailOf(params);
    const sale = mail.saleId === null ? null : await db.sales.get(mail.saleId);
    return {
      ...rowOf(mail),
      saleName: sale?.name ?? '',
      content: contentOf(mail, keysOf(mail, sale)),
      address: await addressOf(mail, sale),
      locale: mail.locale,
      timeZone: mail.timeZone,
    };
  });

  route(app, endpoints.resendMail, async ({ params, body, request }) => {
    const { id: mailId } = await mailOf(params);
    const rows = ({ id: subject, saleId, kind }: Mail) => [
      auditRow(
        actorOf(request),
        {
          action: 'mail.resend',
          ...(saleId !== null && { saleId }),
          subject,
          reason: body.reason,
          after: { kind },
        },
        clock.now(),
      ),
    ];
    const outcome = await db.mails.resend(mailId, clock.now(), rows);
    if (outcome === 'missing') {
      throw new AppError('MAIL_NOT_FOUND');
    }
    if (outcome === 'busy') {
      throw new AppError('MAIL_WAITING');
    }
    if (outcome === 'unknown') {
      throw new AppError('UNAVAILABLE');
    }
    return { ok: true as const, id: mailId };
  });

  /** What its words may be encrypted with. */
  function keysOf(mail: Mail, sale: Sale | null): KeyObject[] {
    if (mail.saleId === null) {
      return [env.jwtSecret, env.jwtSecretPrevious]
        .filter((secret) => secret !== null)
        .map(accountMailKey);
    }
    return sale?.buyerKey ? [mailKeyOfSale(sale.buyerKey)] : [];
  }

  /** Of an order it is the one in the order; of a place the one that its holder named. */
  async function addressOf(mail: Mail, sale: Sale | null): Promise<string | null> {
    if (mail.saleId === null) {
      return accountEmail(db, mail.buyer);
    }
    if (mail.kind === 'order' || mail.kind === 'refund') {
      const record = await db.orders.byFence(mail.saleId, mail.fence ?? 0);
      return record?.kind === 'order' ? record.order.email || null : null;
    }
    if (mail.kind === 'returned') {
      const wish = await db.mailConsents.returnWish(mail.saleId, mail.buyer);
      return wish?.seq === mail.seq && sale && sale.buyerKey !== null
        ? unseal(mailKeyOfSale(sale.buyerKey), wish.address, `${sale.id}/returned/${wish.to}`)
        : null;
    }
    const wish = await db.mailConsents.get(mail.saleId, mail.buyer);
    // The wish may be a newer one, for another address.
    return wish && sale && sale.buyerKey !== null && (mail.to === null || mail.to === wish.to)
      ? unseal(mailKeyOfSale(sale.buyerKey), wish.address, `${sale.id}/${mail.buyer}`)
      : null;
  }
}

function rowOf(mail: Mail): MailRow {
  const { id, saleId, kind, state, why, tries, at, nextAt, sentAt, resends } = mail;
  return {
    ...{ id, flashSaleId: saleId, kind, state, why, tries, at: iso(at), resends },
    nextAt: state === 'waiting' ? iso(nextAt) : null,
    sentAt: sentAt === null ? null : iso(sentAt),
  };
}

function contentOf({ id, sealed }: Mail, keys: readonly KeyObject[]) {
  if (sealed === null) {
    return null;
  }
  const text = keys.map((key) => unseal(key, sealed, id)).find((one) => one !== null);
  return text == null ? null : (JSON.parse(text) as { subject: string; text: string });
}
