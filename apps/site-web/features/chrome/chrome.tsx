import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useHref } from '../../lib/use-href.ts';
import { LanguageLinks } from './language-links.tsx';

/** Header and footer of every page. */
export function Chrome({ children }: { children: ReactNode }) {
  const t = useTranslations('site');
  const nav = useTranslations('nav');
  const href = useHref();
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <a className="brand" href={href.home}>
          <span className="brand-mark" aria-hidden="true" />
          {t('name')}
        </a>
        <nav className="top-links" aria-label={t('name')}>
          <a className="top-home" href={href.home}>
            {nav('sales')}
          </a>
          <a href={href.orders}>{nav('orders')}</a>
          <a href={href.account}>{nav('account')}</a>
        </nav>
      </header>
      <main id="main" className="wrap">
        {children}
      </main>
      <footer className="foot">
        <p>{t('rule')}</p>
        <div className="foot-links">
          <a href={href.page('accessibility')}>{nav('accessibility')}</a>
          <a href={href.page('privacy')}>{nav('privacy')}</a>
          <a href={href.page('imprint')}>{nav('imprint')}</a>
          <LanguageLinks label={t('language')} />
        </div>
      </footer>
    </>
  );
}
