import { getTranslations } from 'next-intl/server';
import { createFirstPages } from '../../../../features/first/first-page.server.ts';
import type { Translate } from '../../../../features/plain/words.ts';
import { isLocale, type Locale } from '../../../../i18n/locales.ts';

// What it answers changes with the sales; it keeps its own answers for a second.
export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ locale: string; id?: string[] }>;
}

const translatorOf = async (locale: Locale) =>
  (await getTranslations({ locale })) as unknown as Translate;
const firstPage = createFirstPages(translatorOf);

/** A static page with the facts of the shop in it; `proxy.ts` sends readers here. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { locale, id } = await params;
  const { text, status } = await firstPage(isLocale(locale) ? locale : 'en', id?.[0]);
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=1' },
  });
}
