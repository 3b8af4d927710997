import type { Purchase } from '@flash/client';
import { plainShell } from '../first/shell.ts';
import { type Screen, screenOf } from '../purchase/state/screen.ts';
import { asksForAddress, formsMarkup, isJoinable } from './forms.ts';
import { html, type Markup } from './html.ts';
import { productMarkup } from './product.ts';
import { type Told, ticketMarkup, titleOf } from './ticket.ts';
import type { Words } from './words.ts';

interface PlainPage {
  /** A page of the build, for its head, header, footer and styles. */
  shell: string;
  id: string;
  purchase: Purchase;
  words: Words;
  apiUrl: string;
  /** The code of the last refusal, if this site has texts for it. */
  refused: string | null;
  /** What the last form did, if that has to be told. */
  told?: Told | null;
  /** Whether the reader switched the automatic refresh off. */
  isRefreshOff?: boolean;
  now: number;
}

const REFRESH_SECONDS = 20;
const REFRESH_SLOWLY_SECONDS = 300;

/** The page without JavaScript: the live page with times instead of countdowns, and with forms. */
export function renderPlain(page: PlainPage): string {
  const { shell, purchase, words, now, refused, told } = page;
  const { t } = words;
  const screen = screenOf(purchase, now);
  const ticket = ticketMarkup({
    ...{ purchase, screen, words, refused, told },
    actions: formsMarkup(purchase, screen, words, told),
    foot: footMarkup(page, screen),
  });
  const product = purchase.sale && productMarkup(purchase, purchase.sale, page);
  return plainShell(shell, {
    title: `${titleOf(purchase, screen, words)} – ${purchase.sale?.name ?? t('site.name')}`,
    head: headMarkup(page, screen),
    body: html`<div class="sale sale-${screen}">${ticket}${product}</div>`,
  });
}

const hasForm = ({ purchase }: PlainPage, screen: Screen) =>
  isJoinable(screen) || screen === 'signIn' || asksForAddress(purchase);

/** Final states. */
const FINAL: readonly Screen[] = ['sold', 'bought', 'removed', 'ended', 'cancelled', 'missing'];

/** Null: never. Seldom while something is being typed, which a refresh would discard. */
function refreshSeconds(page: PlainPage, screen: Screen): number | null {
  if (page.isRefreshOff || FINAL.includes(screen)) {
    return null;
  }
  return hasForm(page, screen) ? REFRESH_SLOWLY_SECONDS : REFRESH_SECONDS;
}

function headMarkup(page: PlainPage, screen: Screen): Markup {
  const seconds = refreshSeconds(page, screen);
  return html`<meta name="robots" content="noindex">${seconds !== null && html`<meta http-equiv="refresh" content="${seconds}">`}`;
}

/** When the page was made, and links to switch its refresh and to leave it. */
function footMarkup(page: PlainPage, screen: Screen): Markup {
  const { id, words, now, isRefreshOff } = page;
  const { t, locale } = words;
  const isRefreshed = refreshSeconds(page, screen) === REFRESH_SECONDS;
  const canSwitch = !hasForm(page, screen) && !FINAL.includes(screen);
  return html`<p class="fine">${t('plain.now', { time: words.moment(now) })}</p>
${isRefreshed && html`<p class="fine">${t('plain.refresh')}</p>`}
${canSwitch && html`<a class="link link-start" href="plain${!isRefreshOff && '?still'}">${t(isRefreshOff ? 'plain.go' : 'plain.stop')}</a>`}
<a class="link link-start" href="/${locale}/sales/${encodeURIComponent(id)}/">${t('plain.withScript')}</a>`;
}
