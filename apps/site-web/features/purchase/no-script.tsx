import { useTranslations } from 'next-intl';

/** The page's address ends in a slash, so `plain` is the plain page of the very same sale. */
export function NoScript() {
  const t = useTranslations('site');
  return (
    <noscript>
      <p className="notice notice-warn">
        <span>
          {t('noScript')} <a href="plain">{t('noScriptLink')}</a>
        </span>
      </p>
    </noscript>
  );
}
