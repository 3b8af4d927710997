import { isId } from '@flash/shared-utils';
import { siteConfig } from '@flash/web';
import { createBuiltPages } from '@flash/web/server';
import type { NextRequest } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { html } from '../../../../features/plain/html.ts';
import { keyOfPress, pressOf } from '../../../../features/plain/press.server.ts';
import { renderPlain } from '../../../../features/plain/render.ts';
import { createTokenBucket, isOwnForm, readForm } from '../../../../features/plain/request.ts';
import {
  type FormOutcome,
  loadPurchase,
  shopOf,
  submitForm,
} from '../../../../features/plain/shop.server.ts';
import { tellings } from '../../../../features/plain/ticket.ts';
import { type Translate, wordsOf } from '../../../../features/plain/words.ts';
import { isLocale, type Locale } from '../../../../i18n/locales.ts';
import { PLACE_HASH } from '../../../../lib/addresses.ts';

interface Context {
  params: Promise<{ locale: string; id: string }>;
}

const REFRESH_SECONDS = 20;
const renders = createTokenBucket(40, 80);
/** A form costs no rendering, only the call of the API that a script would make itself. */
const forms = createTokenBucket(200, 400);
const pages = createBuiltPages('apps/site-web');

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { locale, id } = await read(context);
  const t = await translatorOf(locale);
  if (!renders.take(Date.now())) {
    return busy(t);
  }
  const { shop } = shopOf(request.headers);
  const purchase = await loadPurchase(shop, isId(id) ? id : '-');
  const query = new URL(request.url).searchParams;
  const code = query.get('refused');
  const text = renderPlain({
    ...{ id, purchase },
    shell: shellOf(locale),
    words: wordsOf(locale, t, purchase.sale?.timeZone ?? 'UTC'),
    apiUrl: siteConfig(process.env).apiUrl,
    refused: code && t.has(`refusals.${code}.title`) ? code : code && 'OTHER',
    told: tellings.find((one) => one === query.get('told')) ?? null,
    isRefreshOff: query.has('still'),
    now: Date.now(),
  });
  return page(text, purchase.isMissing ? 404 : 200);
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { locale, id } = await read(context);
  if (!isOwnForm(request.headers)) {
    return page('', 403);
  }
  if (!forms.take(Date.now())) {
    return busy(await translatorOf(locale));
  }
  const query = new URL(request.url).searchParams;
  const press = pressOf(request.headers, query, process.env.SITE_URL);
  if (press.kind === 'again') {
    return press.response;
  }
  const form = await readForm(request);
  if (!form) {
    return page('', 400);
  }
  if (press.kind === 'early') {
    form.set('key', keyOfPress(press.secret, id, String(form.get('email') ?? '')));
  }
  const { shop, setCookies } = shopOf(request.headers);
  const outcome = isId(id) ? await submitForm(shop, { id, locale }, form) : null;
  const address = `/${locale}/sales/${encodeURIComponent(id)}/`;
  const hasScript = press.kind === 'early' && form.get('view') !== 'plain';
  const headers = new Headers({
    location: address + nextPage(outcome, hasScript, sharesCookies(request)),
    'cache-control': 'private, no-store',
  });
  for (const cookie of setCookies) {
    headers.append('set-cookie', cookie);
  }
  // A redirect, so that a reload does not send the form again.
  return new Response(null, { status: 303, headers });
}

/** Refusals of this server's address, for which a script of the reader's own browser can ask again. */
const OF_ADDRESS = ['TOO_MANY_PLACES', 'RATE_LIMITED'];

function nextPage(outcome: FormOutcome | null, hasScript: boolean, sharesCookies: boolean): string {
  const { refused = null, told = null } = outcome ?? {};
  if (told) {
    return `plain?told=${told}`;
  }
  if (refused) {
    const canAskAgain = hasScript && OF_ADDRESS.includes(refused);
    return canAskAgain ? '' : `plain?refused=${encodeURIComponent(refused)}`;
  }
  return hasScript && sharesCookies ? PLACE_HASH : 'plain';
}

/** Whether the live page, which calls the API itself, has the cookies that this answer sets. */
function sharesCookies({ headers }: NextRequest): boolean {
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? '';
  const { apiUrl } = siteConfig(process.env);
  return new URL(apiUrl).hostname === new URL(`http://${host}`).hostname;
}

async function read({ params }: Context): Promise<{ locale: Locale; id: string }> {
  const { locale, id } = await params;
  return { locale: isLocale(locale) ? locale : 'en', id };
}

async function translatorOf(locale: Locale): Promise<Translate> {
  return (await getTranslations({ locale })) as unknown as Translate;
}

/** The page of the build whose looks are used; without a build, in development, the page is bare. */
function shellOf(locale: Locale): string {
  if (process.env.NODE_ENV === 'production') {
    return pages.read(`/${locale}/sale`);
  }
  return html`<!doctype html><html lang="${locale}"><head><title></title></head><body><main></main></body></html>`
    .markup;
}

function page(text: string, status: number): Response {
  const api = new URL(siteConfig(process.env).apiUrl).origin;
  return new Response(text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self' ${api}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
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
