import { type Purchase, stockOf } from '@flash/client';
import type { PublicSale } from '@flash/shared-types';
import { artOf } from '@flash/web';
import { localeTags } from '../../i18n/locales.ts';
import { deliveryWords } from '../../lib/delivery.ts';
import { phaseNow } from '../purchase/state/screen.ts';
import { isOver } from '../sales/listed-sale.ts';
import { choiceOf } from '../sales/picture-choice.ts';
import { html, type Markup } from './html.ts';
import type { Words } from './words.ts';

/** What is sold, and under which rules: the markup of the live page, so that nothing moves when that takes over. */
export function productMarkup(purchase: Purchase, sale: PublicSale, page: PicturePage): Markup {
  const { words } = page;
  const { t } = words;
  const times = purchase.line ?? sale;
  const phase = phaseNow(purchase);
  const inSale: Parameters<typeof deliveryWords>[1] = (key, values) => t(`sale.${key}`, values);
  const delivery = deliveryWords(sale, inSale, localeTags[words.locale]);
  return html`<section class="product" aria-label="${t('sale.section')}">${pictureMarkup(sale, page, true)}
<h2><bdi>${sale.name}</bdi></h2><p class="price">${words.money(sale.pricePerUnitMinor, sale.currency)}</p>
${stockMarkup({ ...stockOf(purchase, sale), isOver: isOver(phase), isToCome: phase === 'scheduled' }, words)}
${sale.description !== '' && html`<p class="description" dir="auto">${sale.description}</p>`}
<dl class="facts">
${times.lobbyOpensAt !== times.startsAt && fact(t('sale.opens'), words.time(times.lobbyOpensAt))}
${fact(t('sale.starts'), words.time(times.startsAt))}
${phase !== 'ended' && fact(t('sale.ends'), words.time(times.endsAt))}
${fact(t('sale.perPerson'), words.count(1))}
${fact(t('sale.timeToPay'), words.span(sale.holdTtlSeconds))}
${delivery && fact(t('sale.delivery'), delivery)}</dl>
<p class="fine">${t('sale.rule')} ${sale.extensions > 0 && t('sale.ruleExtend')}</p></section>`;
}

export const fact = (name: string, value: string) =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

export interface PicturePage {
  words: Words;
  /** The API as browsers reach it. */
  apiUrl: string;
}

/** The organiser's picture, or the one that is drawn from the sale's id. */
export function pictureMarkup(
  { id, name, picture }: Pick<PublicSale, 'id' | 'name' | 'picture'>,
  { words, apiUrl }: PicturePage,
  isMain = false,
): Markup {
  if (picture) {
    const { width, height } = picture;
    const priority = isMain && html` fetchpriority="high"`;
    const choice = choiceOf(picture, apiUrl, isMain ? 'main' : 'card');
    const copies = choice && html` sizes="${choice.sizes}" srcset="${choice.srcSet}"`;
    return html`<img class="art art-photo"${copies} src="${new URL(picture.url, apiUrl).href}" width="${width}" height="${height}" alt="${words.t('sale.picture', { name })}"${priority}>`;
  }
  const { ground, marks, bars, turn } = artOf(id);
  const drawn = bars.map(
    ({ x, y, opacity }) =>
      html`<rect x="${x}" y="${y}" width="34" height="200" rx="17" opacity="${opacity}"/>`,
  );
  return html`<svg class="art" viewBox="0 0 320 120" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><rect width="320" height="120" fill="${ground}"/><g transform="rotate(${turn} 160 60)" fill="${marks}">${drawn}</g></svg>`;
}

interface Counts {
  stock: number;
  sold: number;
  held?: number;
  isOver?: boolean;
  isToCome?: boolean;
}

/** The bar is drawn: a page may not carry styles of its own. */
export function stockMarkup(counts: Counts, words: Words): Markup {
  const { stock, sold, held = 0, isOver } = counts;
  const share = (count: number) => (stock > 0 ? Math.min(100, (count / stock) * 100) : 0);
  return html`<div class="stock ${isOver ? 'stock-over' : ''}"><svg class="stock-bar" viewBox="0 0 100 1" preserveAspectRatio="none" width="100%" aria-hidden="true">
<rect class="stock-sold" width="${share(sold)}" height="1"/><rect class="stock-held" x="${share(sold)}" width="${share(held)}" height="1"/></svg>
<p class="stock-words">${stockTexts(counts, words)}</p></div>`;
}

function stockTexts({ stock, sold, held, isOver, isToCome }: Counts, { t }: Words): Markup {
  const b = (text: string) => `<strong>${text}</strong>`;
  if (isOver) {
    return html`<span>${{ markup: t.markup('stock.soldOf', { sold, stock, b }) }}</span>`;
  }
  if (isToCome) {
    return html`<span class="key key-free">${{ markup: t.markup('stock.units', { stock, b }) }}</span>`;
  }
  const left = Math.max(0, stock - sold - (held ?? 0));
  const words =
    held === undefined
      ? t.markup('stock.unsold', { left, stock, b })
      : t.markup('stock.left', { free: left, stock, b });
  return html`<span class="key key-free">${{ markup: words }}</span>
${(held ?? 0) > 0 && html`<span class="key key-held">${t('stock.held', { held: held ?? 0 })}</span>`}
${sold > 0 && html`<span class="key key-sold">${t('stock.sold', { sold })}</span>`}`;
}
