import type { AccountMailKind } from '@flash/database';
import { type MailLocale, type MailText, oneLine } from './texts.ts';

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
      'If you did not request it, do nothing: your password stays as it is.',
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
  why: 'This mail is about your account.',
};

const de: Words = {
  password: ({ shop, link }) => ({
    subject: `Ein neues Passwort für Ihr Konto bei ${shop}`,
    lines: [
      `Für das Konto mit dieser Adresse bei ${shop} wurde ein neues Passwort angefordert.`,
      `Wählen Sie es hier: ${link}`,
      'Der Link funktioniert einmal und eine Stunde lang. Wenn Sie einen weiteren anfordern, gilt nur der neueste. Er bestätigt zugleich, dass diese Adresse Ihnen gehört.',
      'Wenn Sie das nicht angefordert haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
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
  why: 'Diese Nachricht betrifft Ihr Konto.',
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
