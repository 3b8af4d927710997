import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { type LocaleParams, localeParam } from './params.ts';

/** The tab title of a page: its own name first, as tabs are short. */
export function titled(key: string) {
  return async ({ params }: LocaleParams): Promise<Metadata> => {
    const t = await getTranslations({ locale: await localeParam(params) });
    return { title: `${t(key)} – ${t('site.name')}` };
  };
}
