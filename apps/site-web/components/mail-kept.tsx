import { useTranslations } from 'next-intl';

/** Says that mails of this shop reach no buyer, where it offers them anyway. */
export function MailKept({ isKept }: { isKept: boolean }) {
  const t = useTranslations('mail');
  return isKept && <p className="fine">{t('kept')}</p>;
}
