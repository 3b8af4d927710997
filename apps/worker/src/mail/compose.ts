import {
  accountMailKinds,
  type Database,
  ENDING_MAIL_MS,
  type Mail,
  type MailConsent,
  type Order,
  ownerMailKinds,
  type Sale,
  type SaleMailKind,
  saleMailKinds,
} from '@flash/database';
import type { Engine, Place } from '@flash/reservation';
import { mailKeyOfSale, mailLinkKey, seal, unseal } from '@flash/shared-config';
import {
  formatCode,
  HOUR_MS,
  MINUTE_MS,
  parcelLabel,
  SECOND_MS,
  toMajor,
} from '@flash/shared-utils';
import { composeAccountMail } from './account-mails.ts';
import { unitsToJoinFor } from './mail-consumer.ts';
import { awakeAt } from './quiet-hours.ts';
import {
  isOfOrder,
  type MailFacts,
  type MailLocale,
  type MailText,
  mailLocaleOf,
  textOf,
} from './texts.ts';
import { composeWebhookMail, type WebhookMailDeps } from './webhook-mail.ts';

/** Less is no time to act in. */
const TOO_LATE_MS = 20 * SECOND_MS;
const AGAIN_MS = SECOND_MS;
/** What one address gets about its places in one sale within an hour; orders and refunds do not count. */
const PER_HOUR = 10;

export type Composed =
  | { kind: 'skip'; why: string }
  | { kind: 'later'; at: number; why: string }
  | (MailText & {
      kind: 'message';
      address: string;
      /** Digest of the address; null where it is the one of an order. */
      to: string | null;
      locale: MailLocale;
      timeZone: string | null;
      /** What is kept of it, encrypted. */
      sealed: string;
    });

export interface ComposeDeps extends WebhookMailDeps {
  db: WebhookMailDeps['db'] &
    Pick<Database, 'sales' | 'orders' | 'mails' | 'mailConsents' | 'accountLinks'>;
  engine: Pick<Engine, 'position' | 'snapshot'>;
  /** Secrets that sign tickets, the current one first. */
  secrets: readonly string[];
  seller: string;
  /** Of readers whose own language is not known. */
  locale: string;
  /** Outside production links that open a place are kept readable, since no mail leaves. */
  keepsLinks: boolean;
}

export type Compose = (mail: Mail, now: number) => Promise<Composed>;

const skip = (why: string) => ({ kind: 'skip', why }) as const;

/**
 * What a mail says, from how things are when it leaves: a reservation that was prolonged ends later, and of one
 * that is over nothing is promised.
 */
export function createCompose(deps: ComposeDeps): Compose {
  const { db } = deps;
  return async (mail, now) => {
    if (!isKnown(mail)) {
      return { kind: 'later', at: now + pauseOf(mail, now), why: UNKNOWN_KIND };
    }
    if (!isOfSale(mail)) {
      return mail.kind === 'webhook'
        ? composeWebhookMail(deps, mail)
        : composeAccountMail(deps, mail, now);
    }
    const sale = await db.sales.get(mail.saleId);
    if (!sale || sale.buyerKey === null) {
      return skip('the sale has forgotten its buyers');
    }
    if (mail.kind === 'returned') {
      return ofReturn(deps, mail, sale);
    }
    const consent = await db.mailConsents.get(sale.id, mail.buyer);
    return isOfOrder(mail.kind)
      ? ofOrder(deps, { mail, sale, consent })
      : ofPlace(deps, { mail, sale, consent, now });
  };
}

const UNKNOWN_KIND = 'this worker does not know its kind';
const knownKinds: Record<'ofSale' | 'ofNoSale', readonly string[]> = {
  ofSale: saleMailKinds,
  ofNoSale: [...accountMailKinds, ...ownerMailKinds],
};

/** During a rolling update newer processes write mails of kinds that older workers do not know. */
const isKnown = ({ saleId, kind }: Mail) =>
  knownKinds[saleId === null ? 'ofNoSale' : 'ofSale'].includes(kind);

/** Short at first, for a worker of the newer version; after a return to an older version there may be none for days. */
const pauseOf = ({ at }: Mail, now: number) =>
  Math.min(10 * MINUTE_MS, Math.max(2 * SECOND_MS, (now - at) / 10));

interface SaleMail extends Mail {
  kind: SaleMailKind;
  saleId: string;
}

const isOfSale = (mail: Mail): mail is SaleMail => mail.saleId !== null;

/** Told while there is something to join for; otherwise the next unit that comes back is told of. */
async function ofReturn(deps: ComposeDeps, mail: SaleMail, sale: Sale): Promise<Composed> {
  const wish = await deps.db.mailConsents.returnWish(sale.id, mail.buyer);
  if (wish?.seq !== mail.seq) {
    return skip('it was told of already, or the person was forgotten');
  }
  const key = mailKeyOfSale(sale.buyerKey ?? '');
  const address = unseal(key, wish.address, `${sale.id}/returned/${wish.to}`);
  if (address === null) {
    return skip('the address cannot be read');
  }
  if ((await unitsToJoinFor(deps.engine, sale.id)) === 0) {
    return skip('no unit is free any longer');
  }
  const consent = { ...wish, buyer: wish.to, link: null };
  return message(deps, { mail, sale, consent }, { address, to: wish.to });
}

interface About {
  mail: SaleMail;
  sale: Sale;
  consent: MailConsent | null;
}

async function ofOrder(deps: ComposeDeps, { mail, sale, consent }: About): Promise<Composed> {
  const record = await deps.db.orders.byFence(sale.id, mail.fence ?? 0);
  if (record?.kind !== 'order') {
    return skip('there is no such order');
  }
  const { order } = record;
  if (order.email === '') {
    return skip('the buyer was forgotten');
  }
  return message(deps, { mail, sale, consent }, { address: order.email, to: null, order });
}

async function ofPlace(deps: ComposeDeps, about: About & { now: number }): Promise<Composed> {
  const { mail, sale, consent, now } = about;
  if (!consent || consent.seq !== mail.seq) {
    return skip('mail about this place is not wanted');
  }
  const address = unseal(
    mailKeyOfSale(sale.buyerKey ?? ''),
    consent.address,
    `${sale.id}/${mail.buyer}`,
  );
  if (address === null) {
    return skip('the address cannot be read');
  }
  const leavesAt = awakeAt(mail.kind, consent.timeZone, now);
  if (leavesAt > now) {
    return { kind: 'later', at: leavesAt, why: 'it is night where the reader is' };
  }
  const seen = await deps.engine.position(sale.id, [mail.buyer]);
  if (seen.kind !== 'positions') {
    return sale.status === 'archived'
      ? skip('the sale is archived')
      : { kind: 'later', at: now + AGAIN_MS, why: `the sale is ${seen.why}` };
  }
  const place = seen.places[0] ?? { state: 'none' };
  const verdict = judge(mail, place, seen.now, now);
  if (verdict) {
    return verdict;
  }
  const { to } = consent;
  if ((await deps.db.mails.countTo(sale.id, to, now - HOUR_MS)) >= PER_HOUR) {
    return skip(`more than ${PER_HOUR} mails to this address within an hour`);
  }
  const until = place.state === 'held' ? place.hold.expiresAt : null;
  return message(deps, about, { address, to, until });
}

/** Null: what the mail tells of is so. `engineNow` is the time by which reservations end. */
function judge(mail: SaleMail, place: Place, engineNow: number, now: number): Composed | null {
  const { kind, seq } = mail;
  switch (kind) {
    case 'turn':
    case 'ending': {
      if (place.state === 'claimed' || place.state === 'sold') {
        return skip('it is being paid for or was bought');
      }
      if (place.state !== 'held' || place.hold.seq !== seq) {
        return skip('the reservation is over');
      }
      const leftMs = place.hold.expiresAt - engineNow;
      if (leftMs < TOO_LATE_MS) {
        return skip('the reservation is nearly over');
      }
      return kind === 'ending' && leftMs > ENDING_MAIL_MS + SECOND_MS
        ? { kind: 'later', at: now + leftMs - ENDING_MAIL_MS, why: 'the reservation was prolonged' }
        : null;
    }
    case 'expired':
      return place.state === 'expired' && place.seq === seq
        ? null
        : skip('the buyer has another place by now, or none');
    default:
      return place.state === 'none' ? skip('the place is over') : null;
  }
}

interface Found {
  address: string;
  to: string | null;
  order?: Order;
  until?: number | null;
}

function message(deps: ComposeDeps, { mail, sale, consent }: About, found: Found): Composed {
  const locale = mailLocaleOf(consent?.locale ?? deps.locale);
  const timeZone = consent?.timeZone ?? sale.timeZone;
  const write = formatsOf(locale, timeZone);
  const page = `${deps.siteUrl}/${locale}`;
  const code = linkCode(deps, mail, consent);
  const plainLink = `${page}/sales/${sale.id}/`;
  const link = code === null ? plainLink : `${plainLink}#code=${formatCode(code)}`;
  const { order } = found;
  const facts: MailFacts = {
    sale: sale.name,
    link,
    isPrivate: code !== null,
    until: found.until == null ? '' : write.moment(found.until),
    price: write.money(sale.price, sale.currency),
    order: order
      ? {
          code: formatCode(order.code),
          total: write.money(order.amount, order.currency),
          at: write.moment(order.createdAt),
          receipt: `${page}/orders/${order.id}`,
          isMoneyBack: order.payment === 'refund pending' || order.payment === 'refunded',
          label: labelOf(order, tags[locale]),
        }
      : null,
    seller: deps.seller,
  };
  const words = textOf(mail.kind, locale, facts);
  const kept = deps.keepsLinks
    ? words.text
    : textOf(mail.kind, locale, { ...facts, link: plainLink }).text;
  return {
    ...{ kind: 'message', ...words, address: found.address, to: found.to, locale, timeZone },
    sealed: seal(
      mailKeyOfSale(sale.buyerKey ?? ''),
      JSON.stringify({ subject: words.subject, text: kept }),
      mail.id,
    ),
  };
}

/** Name and address of an order that is delivered. */
function labelOf({ contact }: Order, language: string): string {
  return contact?.address ? parcelLabel(contact, language) : '';
}

/** The code of the link that opens a guest's place; null where signing in does. */
function linkCode({ secrets }: ComposeDeps, mail: SaleMail, consent: MailConsent | null) {
  if (!consent?.link || isOfOrder(mail.kind)) {
    return null;
  }
  for (const secret of secrets) {
    const code = unseal(mailLinkKey(secret), consent.link.token, `${mail.saleId}/${mail.buyer}`);
    if (code !== null) {
      return code;
    }
  }
  return null;
}

/** Latin digits in every language, as on the site: times and amounts are compared with those of a bank. */
const tags: Record<MailLocale, string> = { en: 'en-GB', de: 'de', ar: 'ar-u-nu-latn' };

/** Making one takes longer than all the rest of a mail. */
const dateOf = kept(
  (locale: MailLocale, timeZone: string) =>
    new Intl.DateTimeFormat(tags[locale], {
      ...{ timeZone, weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    }),
);
const moneyOf = kept(
  (locale: MailLocale, currency: string) =>
    new Intl.NumberFormat(tags[locale], { style: 'currency', currency }),
);

const KEPT_MAX = 500;

/** What `make` made for a language and a zone or currency, of which a shop uses few. */
function kept<T>(make: (locale: MailLocale, other: string) => T) {
  const made = new Map<string, T>();
  return (locale: MailLocale, other: string): T => {
    const key = `${locale} ${other}`;
    const known = made.get(key) ?? make(locale, other);
    if (made.size >= KEPT_MAX) {
      made.clear();
    }
    made.set(key, known);
    return known;
  };
}

function formatsOf(locale: MailLocale, timeZone: string) {
  const date = dateOf(locale, timeZone);
  return {
    /** Rounded down: no time is promised that is not there. */
    moment: (at: number) => date.format(at - (at % MINUTE_MS)),
    money: (amount: number, currency: string) =>
      moneyOf(locale, currency).format(toMajor(amount, currency)),
  };
}
