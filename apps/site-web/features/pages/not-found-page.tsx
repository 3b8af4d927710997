import { useTranslations } from 'next-intl';
import { useHref } from '../../lib/use-href.ts';

export function NotFoundPage() {
  const t = useTranslations('pages');
  const href = useHref();
  return (
    <div className="page-note">
      <h1>{t('lost')}</h1>
      <p className="muted">{t('lostText')}</p>
      <a className="button button-quiet" href={href.home}>
        {t('allSales')}
      </a>
    </div>
  );
}
