import { initialPurchase, type Purchase, shopMailOf } from '@flash/client';
import { isId, withinTime } from '@flash/shared-utils';
import { siteConfig } from '@flash/web';
import { createBuiltPages } from '@flash/web/server';
import type { Locale } from '../../i18n/locales.ts';
import { html, type Markup } from '../plain/html.ts';
import { createAdmission, createSharedAnswers, createTokenBucket } from '../plain/request.ts';
import { shopOf, valueOrNull } from '../plain/shop.server.ts';
import { type Translate, wordsOf } from '../plain/words.ts';
import { listBody, saleBody, saleHead } from './sales.ts';
import { fillShell, largeScriptsLast, linkLanguages } from './shell.ts';

interface FirstPage {
  text: string;
  status: 200 | 404;
}

/** A page is good for a second, for all readers: a crowd costs one call and one rendering a second. */
const MAX_AGE_MS = 1_000;
const PAGES_MAX = 500;
/** The page without facts is better than a late one: its script loads them anyway. */
const PATIENCE_MS = 700;

const pages = createBuiltPages('apps/site-web');
const shells = new Map<string, string>();
/** Sales that were found, and how many others may be looked for. */
const admission = createAdmission(1_000, createTokenBucket(100, 200));

/** The static page of an address with the facts of the shop in it; a sale is named by the id in its address. */
export function createFirstPages(translatorOf: (locale: Locale) => Promise<Translate>) {
  const recent = createSharedAnswers<FirstPage | null>(
    (key) => {
      const [locale, id] = key.split(' ');
      return fill(locale as Locale, id);
    },
    { maxAgeMs: MAX_AGE_MS, countMax: PAGES_MAX, now: () => performance.now() },
  );

  return async (locale: Locale, id: string | undefined): Promise<FirstPage> => {
    const path = id === undefined ? `/${locale}` : `/${locale}/sale`;
    const isAsked = id === undefined || (isId(id) && admission.admits(id, performance.now()));
    const key = id === undefined ? locale : `${locale} ${id}`;
    const filled = isAsked ? await withinTime(recent.get(key), PATIENCE_MS) : null;
    return filled ?? { text: shellOf(path), status: 200 };
  };

  /** Null if the shop does not answer, or a place for the facts is missing. */
  async function fill(locale: Locale, id: string | undefined): Promise<FirstPage | null> {
    try {
      const t = await translatorOf(locale);
      return id === undefined ? await fillList(locale, t) : await fillSale(locale, id, t);
    } catch (error) {
      console.error(
        'Putting the facts of the shop into a page failed; it is sent without them.',
        error,
      );
      return null;
    }
  }
}

async function fillList(locale: Locale, t: Translate): Promise<FirstPage | null> {
  const sales = valueOrNull(await shopOf(new Headers()).shop.publicSales());
  if (!sales) {
    return null;
  }
  const { apiUrl } = siteConfig(process.env);
  const now = Date.parse(sales.serverNow);
  const wordsIn = (timeZone: string) => wordsOf(locale, t, timeZone);
  const title = t('site.name');
  const head = html`<meta property="og:title" content="${title}"><meta property="og:description" content="${t('site.description')}">`;
  const body = listBody(sales, { wordsIn, apiUrl, now });
  const shell = shellOf(`/${locale}`, hasPicture(body));
  return { text: fillShell(shell, { title, head, body }), status: 200 };
}

async function fillSale(locale: Locale, id: string, t: Translate): Promise<FirstPage | null> {
  const purchase = await loadSale(id);
  if (!purchase) {
    return null;
  }
  const { sale } = purchase;
  if (sale) {
    admission.remember(id);
  }
  const words = wordsOf(locale, t, sale?.timeZone ?? 'UTC');
  const path = `/sales/${id}/`;
  const page = {
    words,
    apiUrl: siteConfig(process.env).apiUrl,
    url: process.env.SITE_URL ? new URL(`/${locale}${path}`, process.env.SITE_URL).href : null,
    now: Date.now(),
  };
  const body = saleBody(purchase, page);
  const text = fillShell(shellOf(`/${locale}/sale`, hasPicture(body)), {
    title: `${sale?.name ?? t('screens.missing.title')} – ${t('site.name')}`,
    head: sale ? saleHead(purchase, sale, page) : html`<meta name="robots" content="noindex">`,
    body,
  });
  return { text: linkLanguages(text, path), status: sale ? 200 : 404 };
}

/** In a sale for accounts nothing is known of the reader: the button is shown, and a press tells. */
const someone = { id: '', name: '', email: '' };

async function loadSale(id: string): Promise<Purchase | null> {
  const { shop } = shopOf(new Headers());
  const [sale, line] = await Promise.all([
    shop.publicSale({ query: { flashSaleId: id } }),
    shop.line({ params: { id } }),
  ]);
  if (!sale.ok || (sale.value.item && !line.ok)) {
    return null;
  }
  const { item, meta } = sale.value;
  const about = { sale: item, isMissing: item === null, line: valueOrNull(line), user: someone };
  return { ...initialPurchase, ...about, ...shopMailOf(meta), link: 'live' };
}

const hasPicture = ({ markup }: Markup) => markup.includes('<img ');

const LARGE_SCRIPT_BYTES = 100_000;
const isLarge = (address: string) => pages.bytesOf(address) > LARGE_SCRIPT_BYTES;

function shellOf(path: string, isPictured = false): string {
  const key = `${path} ${isPictured}`;
  const known = shells.get(key);
  if (known !== undefined) {
    return known;
  }
  const built = pages.read(path);
  const text = isPictured ? largeScriptsLast(built, isLarge) : built;
  shells.set(key, text);
  return text;
}
