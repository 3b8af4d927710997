import type { Purchase } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { earlyForm } from '../plain/forms.ts';
import { html, type Markup } from '../plain/html.ts';
import { type PicturePage, pictureMarkup, productMarkup, stockMarkup } from '../plain/product.ts';
import { ticketMarkup } from '../plain/ticket.ts';
import type { Words } from '../plain/words.ts';
import { screenOf } from '../purchase/state/screen.ts';
import { actionIn, badgeOf, type ListedSale, rankOf, stockIn } from '../sales/listed-sale.ts';
import type { PublicSales } from '../sales/use-sales.ts';

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

const SECTIONS = ['live', 'upcoming', 'past'] as const;

interface ListPage {
  /** Texts and formats in the time zone of a sale. */
  wordsIn: (timeZone: string) => Words;
  apiUrl: string;
  now: number;
}

/** All sales, before any script has run: the markup of the live list. */
export function listBody(sales: PublicSales, page: ListPage): Markup {
  const { t } = page.wordsIn('UTC');
  const live = [...sales.live].sort((one, other) => rankOf(one) - rankOf(other));
  const shown = SECTIONS.filter((name) => sales[name].length > 0);
  if (shown.length === 0) {
    return html`<div class="empty"><h2>${t('list.empty')}</h2><p class="muted">${t('list.emptyHint')}</p></div>`;
  }
  const sections = shown.map((name) => {
    const cards = (name === 'live' ? live : sales[name]).map((sale) => cardMarkup(sale, page));
    return html`<section class="sales" aria-labelledby="first-${name}"><h2 id="first-${name}">${t(`list.${name}`)}</h2><ul class="cards">${cards}</ul></section>`;
  });
  const links = shown.map((name) => html`<a href="#first-${name}">${t(`list.${name}`)}</a>`);
  const jump =
    shown.length > 1 && html`<nav class="jump" aria-label="${t('list.sections')}">${links}</nav>`;
  return html`${jump}${sections}`;
}

function cardMarkup(sale: ListedSale, { wordsIn, apiUrl, now }: ListPage): Markup {
  const words = wordsIn(sale.timeZone);
  const { t, locale } = words;
  const badge = badgeOf(sale);
  const action = actionIn(sale);
  const waiting = sale.counts?.waiting ?? 0;
  return html`<li><a class="card card-${sale.phase}" href="/${locale}/sales/${encodeURIComponent(sale.id)}/">
${pictureMarkup(sale, { words, apiUrl })}
<span class="badge badge-${badge.look}">${t(`badge.${badge.text}`)}</span><h3><bdi>${sale.name}</bdi></h3>
<p class="price">${words.money(sale.pricePerUnitMinor, sale.currency)}</p>
${stockMarkup(stockIn(sale), words)}${waiting > 0 && html`<p class="fine">${t('list.waiting', { waiting })}</p>`}
<p class="fine">${timeMarkup(sale, words, now)}</p>
${action && html`<span class="card-action">${t(`purchase.${action}`)}</span>`}</a></li>`;
}

/** The distance to a time, as the live page says it; where no script runs, the time itself, which does not age. */
function timeMarkup(sale: PublicSale, { t, time, distance }: Words, now: number): Markup {
  const both = (live: string, plain: string, at: string) => {
    const left = distance(Date.parse(at) - now);
    const [rounded, exact] = [
      t(`list.${live}`, { distance: left }),
      t(`plain.${plain}`, { time: time(at) }),
    ];
    return html`<span class="with-script">${rounded}</span><noscript>${exact}</noscript>`;
  };
  switch (sale.phase) {
    case 'scheduled':
      return both('opensIn', 'opens', sale.lobbyOpensAt);
    case 'lobby':
      return both('startsIn', 'starts', sale.startsAt);
    case 'open':
    case 'paused':
      return both('endsIn', 'ends', sale.endsAt);
    default:
      return Date.parse(sale.endsAt) > now
        ? html`${t('list.endedEarly')}`
        : html`${t('list.ended', { time: time(sale.endsAt) })}`;
  }
}
