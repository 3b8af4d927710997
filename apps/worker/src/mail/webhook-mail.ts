import { accountEmail, type Database, type Mail, type WebhookEndpoint } from '@flash/database';
import { accountMailKey, seal } from '@flash/shared-config';
import type { Composed } from './compose.ts';
import { type MailLocale, type MailText, mailLocaleOf, oneLine } from './texts.ts';

export interface WebhookMailDeps {
  db: Pick<Database, 'db' | 'members' | 'webhooks'>;
  siteUrl: string;
  /** Of the team's site. */
  adminUrl: string;
  secrets: readonly string[];
  locale: string;
}

const skip = (why: string) => ({ kind: 'skip', why }) as const;

/**
 * Tells an owner that a webhook was switched off, unless it is on again by now. The address need not be proven: owners
 * come by links that other owners hand over. So the mail says nothing that opens or betrays anything: no path of the
 * receiver, which may be a secret, and no words of its answer.
 */
export async function composeWebhookMail(deps: WebhookMailDeps, mail: Mail): Promise<Composed> {
  const { db, secrets } = deps;
  const webhook = mail.about === null ? null : await db.webhooks.get(mail.about);
  const off = webhook && offOf(webhook, mail.at);
  if (!off) {
    return skip('the webhook was changed or deleted meanwhile');
  }
  const member = await db.members.get(mail.buyer);
  const address = await accountEmail(db, mail.buyer);
  if (member?.role !== 'owner' || address === null) {
    return skip('the account is no longer that of an owner');
  }
  const locale = mailLocaleOf(mail.locale ?? deps.locale);
  const words = webhookTextOf(locale, {
    ...off,
    shop: new URL(deps.siteUrl).host,
    link: `${deps.adminUrl}/dashboard/webhooks?webhook=${webhook.id}`,
  });
  const [secret = ''] = secrets;
  return {
    ...{ kind: 'message', ...words, address, to: null, locale, timeZone: null },
    sealed: seal(accountMailKey(secret), JSON.stringify(words), mail.id),
  };
}

/** Null: it is not off, or was switched off anew later, which another mail tells. */
function offOf({ state, ended, url, description }: WebhookEndpoint, at: number) {
  if ((state !== 'gone' && state !== 'failing') || ended?.at !== at) {
    return null;
  }
  const host = URL.parse(url)?.host ?? '–';
  const name = description === '' ? host : `${oneLine(description)} (${host})`;
  // What follows the colon may quote the receiver: its certificate, for one.
  const [fault = ''] = (ended.error ?? '').split(':');
  return { why: state, host, name, answer: String(ended.status ?? fault) };
}

interface WebhookFacts {
  shop: string;
  link: string;
  host: string;
  name: string;
  why: 'gone' | 'failing';
  /** A status, or why there was no answer. */
  answer: string;
}

type Words = (facts: WebhookFacts) => { subject: string; lines: string[]; why: string };

const words: Record<MailLocale, Words> = {
  en: ({ shop, link, host, name, why, answer }) => ({
    subject: `Webhook disabled: ${host}`,
    lines: [
      `${shop} no longer sends events to the webhook ${name}.`,
      why === 'gone'
        ? 'Reason: the receiver answered 410 (Gone), which asks for no more events.'
        : 'Reason: no delivery succeeded for five days.',
      `Last answer: ${answer}`,
      `See what was sent, and enable it again: ${link}`,
      'Events of the last three days that were already waiting are then sent. All other events can be sent from the log of a sale.',
    ],
    why: 'This e-mail goes to every owner of the shop.',
  }),
  de: ({ shop, link, host, name, why, answer }) => ({
    subject: `Webhook deaktiviert: ${host}`,
    lines: [
      `${shop} sendet keine Ereignisse mehr an den Webhook ${name}.`,
      why === 'gone'
        ? 'Grund: Der Empfänger hat mit 410 (Gone) geantwortet und möchte keine Ereignisse mehr erhalten.'
        : 'Grund: Fünf Tage lang ist keine Zustellung gelungen.',
      `Letzte Antwort: ${answer}`,
      `Sehen Sie, was gesendet wurde, und aktivieren Sie ihn wieder: ${link}`,
      'Ereignisse der letzten drei Tage, die schon warteten, werden dann gesendet. Alle anderen können aus dem Protokoll eines Verkaufs gesendet werden.',
    ],
    why: 'Diese E-Mail geht an alle Inhaber des Shops.',
  }),
  ar: ({ shop, link, host, name, why, answer }) => ({
    subject: `أُوقف الويب هوك: ${host}`,
    lines: [
      `لم يعد ${shop} يرسل أحداثًا إلى الويب هوك ${name}.`,
      why === 'gone'
        ? 'السبب: أجاب المستقبِل بالرمز 410، أي أنه لا يريد المزيد.'
        : 'السبب: لم ينجح أي إرسال طوال خمسة أيام.',
      `آخر إجابة: ${answer}`,
      `اطّلع على ما أُرسل وشغّله من جديد: ${link}`,
      'تُرسل عندئذ الأحداث التي لم يمضِ عليها ثلاثة أيام وكانت تنتظر. ويمكن إرسال كل ما عداها من سجل البيع.',
    ],
    why: 'تصل هذه الرسالة إلى جميع مالكي المتجر.',
  }),
};

export function webhookTextOf(locale: MailLocale, facts: WebhookFacts): MailText {
  const { subject, lines, why } = words[locale](facts);
  return { subject: oneLine(subject), text: `${[...lines, `-- \n${why}`].join('\n\n')}\n` };
}
