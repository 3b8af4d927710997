import type { PublicSale } from '@flash/shared-types';
import { html, type Markup } from '../plain/html.ts';
import { pictureMarkup, stockMarkup } from '../plain/product.ts';
import type { Words } from '../plain/words.ts';
import { actionIn, badgeOf, type ListedSale, rankOf, stockIn } from '../sales/listed-sale.ts';
import type { PublicSales } from '../sales/use-sales.ts';

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
  return html`${sections}`;
}

function cardMarkup(sale: ListedSale, { wordsIn, apiUrl, now }: ListPage): Markup {
  const words = wordsIn(sale.timeZone);
  const { t, locale } = words;
  const badge = badgeOf(sale);
  const action = actionIn(sale);
  const waiting = sale.counts?.waiting ?? 0;
  return html`<li><a class="card card-${sale.phase}" href="/${locale}/sales/${encodeURIComponent(sale.id)}/">
${pictureMarkup(sale, { words, apiUrl })}
<span class="badge badge-${badge.look}">${t(`badge.${badge.text}`)}</span><h3>${sale.name}</h3>
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
