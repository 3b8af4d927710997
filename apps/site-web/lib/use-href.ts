import { useLocale } from 'next-intl';
import { localeOfTag } from '../i18n/locales.ts';

/** Addresses of this site in the language of the page. */
export function useHref() {
  const base = `/${localeOfTag(useLocale())}`;
  return {
    home: base,
    orders: `${base}/orders`,
    account: `${base}/account`,
    password: `${base}/password`,
    sale: (id: string) => `${base}/sales/${encodeURIComponent(id)}/`,
    order: (id: string) => `${base}/orders/${encodeURIComponent(id)}`,
    page: (name: 'accessibility' | 'privacy' | 'imprint') => `${base}/${name}`,
  };
}
