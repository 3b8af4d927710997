import { createHash } from 'node:crypto';
import { isId } from '@flash/shared-utils';
import type { NextRequest } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { html } from '../../../../features/plain/html.ts';
import { PLAIN_STYLE, renderPlain, type Translate } from '../../../../features/plain/render.ts';
import { createTokenBucket, isOwnForm, readForm } from '../../../../features/plain/request.ts';
import { loadPurchase, shopOf, submitForm } from '../../../../features/plain/shop.server.ts';
import { isLocale, type Locale } from '../../../../i18n/locales.ts';

interface Context {
  params: Promise<{ locale: string; id: string }>;
}

const REFRESH_SECONDS = 20;
const bucket = createTokenBucket(40, 80);
const styleHash = createHash('sha256').update(PLAIN_STYLE).digest('base64');
const policy = [
  `default-src 'none'`,
  `style-src 'sha256-${styleHash}'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { locale, id } = await read(context);
  const t = await translatorOf(locale);
  if (!bucket.take(Date.now())) {
    return busy(t);
  }
  const { shop } = shopOf(request.headers);
  const purchase = await loadPurchase(shop, isId(id) ? id : '-');
  const now = Date.now();
  const query = new URL(request.url).searchParams;
  const code = query.get('refused');
  const isRefreshOff = query.has('still');
  const refused = code && t.has(`refusals.${code}.title`) ? code : code && 'OTHER';
  const text = renderPlain({ locale, id, purchase, refused, isRefreshOff, now, t });
  return page(text, purchase.isMissing ? 404 : 200);
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { locale, id } = await read(context);
  if (!isOwnForm(request.headers)) {
    return page('', 403);
  }
  if (!bucket.take(Date.now())) {
    return busy(await translatorOf(locale));
  }
  const form = await readForm(request);
  if (!form) {
    return page('', 400);
  }
  const { shop, setCookies } = shopOf(request.headers);
  const refused = isId(id) ? await submitForm(shop, id, form) : null;
  const query = refused ? `?refused=${encodeURIComponent(refused)}` : '';
  const headers = new Headers({
    location: `/${locale}/sales/${encodeURIComponent(id)}/plain${query}`,
  });
  for (const cookie of setCookies) {
    headers.append('set-cookie', cookie);
  }
  // A redirect, so that a reload does not send the form again.
  return new Response(null, { status: 303, headers });
}

async function read({ params }: Context): Promise<{ locale: Locale; id: string }> {
  const { locale, id } = await params;
  return { locale: isLocale(locale) ? locale : 'en', id };
}

type Translator = Translate & { has: (key: string) => boolean };

async function translatorOf(locale: Locale): Promise<Translator> {
  return (await getTranslations({ locale })) as unknown as Translator;
}

function page(text: string, status: number): Response {
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'private, no-store',
    },
  });
}

function busy(t: Translate): Response {
  const text = html`<!doctype html><meta charset="utf-8">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}"><title>${t('plain.busy')}</title>
<h1>${t('plain.busy')}</h1><p>${t('plain.busyText')}</p>`;
  const response = page(text.markup, 503);
  response.headers.set('retry-after', String(REFRESH_SECONDS));
  return response;
}
