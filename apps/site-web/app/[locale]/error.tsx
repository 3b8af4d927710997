'use client';

import { useTranslations } from 'next-intl';

export default function PageError({ reset }: { reset: () => void }) {
  const t = useTranslations('pages');
  return (
    <div className="page-note">
      <h1>{t('fault')}</h1>
      <p className="muted">{t('faultText')}</p>
      <button type="button" className="button" onClick={reset}>
        {t('retry')}
      </button>
    </div>
  );
}
