import type { PublicSale } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { earlyForm } from '../plain/forms.ts';
import { html, type Markup } from '../plain/html.ts';
import { type PicturePage, productMarkup } from '../plain/product.ts';
import { ticketMarkup } from '../plain/ticket.ts';
import type { Purchase } from '../purchase/state/purchase.ts';
import { screenOf } from '../purchase/state/screen.ts';

interface SalePage extends PicturePage {
  /** The address of this page, where the shop knows its own. */
  url: string | null;
  now: number;
}

/** A sale as all readers see it, before any script has run. */
export function saleBody(purchase: Purchase, page: SalePage): Markup {
  const { words, now } = page;
  const screen = screenOf(purchase, now);
  const form = earlyForm(purchase, screen, words);
  const ticket = ticketMarkup({
    ...{ purchase, screen, words },
    actions: form === null ? [] : [form],
    foot: html`<p class="fine">${words.t('plain.now', { time: words.moment(now) })}</p>`,
  });
  const product = purchase.sale && productMarkup(purchase, purchase.sale, page);
  return html`<div class="sale sale-${screen}">${ticket}${product}</div>`;
}

const DESCRIPTION_CHARS_MAX = 200;

/** What chats and search engines show of a link to a sale. */
export function saleHead(purchase: Purchase, sale: PublicSale, page: SalePage): Markup {
  const { words, apiUrl, url } = page;
  const { t } = words;
  const price = words.money(sale.pricePerUnitMinor, sale.currency);
  // Previews are kept for days: nothing in them may change with every order.
  const facts = [price, startText(purchase, sale, page), sale.description];
  const text = facts.filter(Boolean).join(' · ');
  const short = Array.from(text.replaceAll(/\s+/g, ' ')).slice(0, DESCRIPTION_CHARS_MAX).join('');
  const { picture } = sale;
  return html`<meta property="og:type" content="product">
${og('og:site_name', t('site.name'))}${og('og:title', sale.name)}${og('og:description', short)}
${url !== null && og('og:url', url)}
${picture && [og('og:image', new URL(picture.url, apiUrl).href), og('og:image:width', picture.width), og('og:image:height', picture.height), og('og:image:alt', t('sale.picture', { name: sale.name }))]}
${og('product:price:amount', toMajor(sale.pricePerUnitMinor, sale.currency))}${og('product:price:currency', sale.currency)}
<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}">`;
}

const og = (property: string, content: string | number) =>
  html`<meta property="${property}" content="${content}">`;

function startText({ line }: Purchase, sale: PublicSale, { words, now }: SalePage): string | null {
  const { startsAt } = line ?? sale;
  return Date.parse(startsAt) > now
    ? words.t('plain.starts', { time: words.time(startsAt) })
    : null;
}
