import { type AccountMailKind, accountMailKinds, type Database, type Mail } from '@flash/database';
import { accountMailKey, seal, unseal } from '@flash/shared-config';
import { z } from 'zod';
import type { Composed } from './compose.ts';
import { type MailLocale, type MailText, mailLocaleOf, oneLine } from './texts.ts';

/** What a mail to an account may say. */
interface AccountFacts {
  /** The shop, as its address names it. */
  shop: string;
  link: string;
}

type Words = Record<
  AccountMailKind,
  (facts: AccountFacts) => { subject: string; lines: string[] }
> & {
  why: string;
};

const en: Words = {
  password: ({ shop, link }) => ({
    subject: `A new password for your account at ${shop}`,
    lines: [
      `A new password was requested for the account with this address at ${shop}.`,
      `Choose it here: ${link}`,
      'The link works once and for one hour. If you request another one, only the newest works. It also confirms that this address is yours.',
      'If you did not request it, do nothing: your password does not change.',
    ],
  }),
  address: ({ shop, link }) => ({
    subject: `Confirm your address at ${shop}`,
    lines: [
      `An account at ${shop} names this address.`,
      `If it is your account, confirm the address here: ${link}`,
      'The link works once and for one day.',
      'If you have no account there, do nothing.',
    ],
  }),
  why: 'This e-mail is about your account.',
};

const de: Words = {
  password: ({ shop, link }) => ({
    subject: `Ein neues Passwort für Ihr Konto bei ${shop}`,
    lines: [
      `Für das Konto mit dieser Adresse bei ${shop} wurde ein neues Passwort angefordert.`,
      `Wählen Sie es hier: ${link}`,
      'Der Link funktioniert einmal und eine Stunde lang. Wenn Sie einen weiteren anfordern, gilt nur der neueste. Er bestätigt zugleich, dass diese Adresse Ihnen gehört.',
      'Wenn Sie das nicht angefordert haben, tun Sie nichts: Ihr Passwort ändert sich nicht.',
    ],
  }),
  address: ({ shop, link }) => ({
    subject: `Bestätigen Sie Ihre Adresse bei ${shop}`,
    lines: [
      `Ein Konto bei ${shop} nennt diese Adresse.`,
      `Wenn es Ihr Konto ist, bestätigen Sie die Adresse hier: ${link}`,
      'Der Link funktioniert einmal und einen Tag lang.',
      'Wenn Sie dort kein Konto haben, tun Sie nichts.',
    ],
  }),
  why: 'Diese E-Mail betrifft Ihr Konto.',
};

const ar: Words = {
  password: ({ shop, link }) => ({
    subject: `كلمة مرور جديدة لحسابك لدى ${shop}`,
    lines: [
      `طُلبت كلمة مرور جديدة للحساب الذي يحمل هذا العنوان لدى ${shop}.`,
      `اخترها هنا: ${link}`,
      'يعمل الرابط مرة واحدة ولمدة ساعة. إذا طلبت رابطًا آخر فلا يعمل إلا الأحدث. وهو يؤكد أيضًا أن هذا العنوان لك.',
      'إذا لم تطلب ذلك فلا تفعل شيئًا: تبقى كلمة مرورك كما هي.',
    ],
  }),
  address: ({ shop, link }) => ({
    subject: `أكّد عنوانك لدى ${shop}`,
    lines: [
      `يوجد حساب لدى ${shop} يذكر هذا العنوان.`,
      `إذا كان حسابك فأكّد العنوان هنا: ${link}`,
      'يعمل الرابط مرة واحدة ولمدة يوم.',
      'إذا لم يكن لديك حساب هناك فلا تفعل شيئًا.',
    ],
  }),
  why: 'هذه الرسالة تخص حسابك.',
};

const words: Record<MailLocale, Words> = { en, de, ar };

export function accountTextOf(
  kind: AccountMailKind,
  locale: MailLocale,
  facts: AccountFacts,
): MailText {
  const { why, ...kinds } = words[locale];
  const { subject, lines } = kinds[kind](facts);
  return { subject: oneLine(subject), text: `${[...lines, `-- \n${why}`].join('\n\n')}\n` };
}

interface AccountComposeDeps {
  db: Pick<Database, 'accountLinks'>;
  siteUrl: string;
  secrets: readonly string[];
  locale: string;
  keepsLinks: boolean;
}

const sealedLink = z.object({ token: z.string(), address: z.string() });

/** Where the shop takes the token: in the fragment, which a browser sends to no server. */
const pages: Record<AccountMailKind, string> = { password: 'password', address: 'account' };

/** What an account is told. A link that was used, replaced or ran out meanwhile is not sent. */
export async function composeAccountMail(
  { db, siteUrl, secrets, locale: usual, keepsLinks }: AccountComposeDeps,
  mail: Mail,
  now: number,
): Promise<Composed> {
  const kind = accountMailKinds.find((one) => one === mail.kind);
  if (kind === undefined) {
    return { kind: 'skip', why: 'it names no sale' };
  }
  const link = await db.accountLinks.of(mail.buyer, kind);
  if (link?.at !== mail.at) {
    return { kind: 'skip', why: 'the link was used, or a newer one was asked for' };
  }
  if (link.expiresAt <= now) {
    return { kind: 'skip', why: 'the link has run out' };
  }
  const [secret = ''] = secrets;
  const opened = secrets
    .map((one) => unseal(accountMailKey(one), link.sealed, `${mail.buyer}:${kind}`))
    .find((text) => text !== null);
  if (opened == null) {
    return { kind: 'skip', why: 'the address cannot be read' };
  }
  const { token, address } = sealedLink.parse(JSON.parse(opened));
  const locale = mailLocaleOf(mail.locale ?? usual);
  const shop = new URL(siteUrl).host;
  const page = `${siteUrl}/${locale}/${pages[kind]}`;
  const words = accountTextOf(kind, locale, { shop, link: `${page}#token=${token}` });
  const kept = keepsLinks ? words : accountTextOf(kind, locale, { shop, link: page });
  return {
    ...{ kind: 'message', ...words, address, to: null, locale, timeZone: null },
    sealed: seal(accountMailKey(secret), JSON.stringify(kept), mail.id),
  };
}
