import { useTranslations } from 'next-intl';

/** Says that mails of this shop reach nobody, where it offers them all the same. */
export function MailKept({ isKept }: { isKept: boolean }) {
  const t = useTranslations('mail');
  return isKept && <p className="fine">{t('kept')}</p>;
}
