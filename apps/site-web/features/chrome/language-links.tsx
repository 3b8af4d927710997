'use client';

import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import { localeNames, localeOfTag, locales } from '../../i18n/locales.ts';
import { withoutLocale } from '../../lib/addresses.ts';

const YEAR_SECONDS = 31_536_000;

/** Links to this page in each language; the choice is kept for addresses without a language. */
export function LanguageLinks({ label }: { label: string }) {
  const current = localeOfTag(useLocale());
  const [rest, setRest] = useState('/');
  useEffect(() => setRest(withoutLocale(location.pathname)), []);
  return (
    <nav className="languages" aria-label={label}>
      {locales.map((locale) => (
        <a
          key={locale}
          href={rest === '/' ? `/${locale}` : `/${locale}${rest}`}
          hrefLang={locale}
          lang={locale}
          aria-current={locale === current ? 'true' : undefined}
          onClick={() => {
            // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser
            document.cookie = `lang=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
          }}
        >
          {localeNames[locale]}
        </a>
      ))}
    </nav>
  );
}
