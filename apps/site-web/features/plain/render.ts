import { formatClock, formatTime } from '@flash/web';
import { directionOf, type Locale, localeTags } from '../../i18n/locales.ts';
import type { Purchase } from '../purchase/purchase.ts';
import { type Screen, screenOf } from '../purchase/screen.ts';
import { screenValues } from '../purchase/title.ts';
import { forms } from './forms.ts';
import { html, type Markup } from './html.ts';
import { plainStyle } from './style.ts';

export type Words = (key: string, values?: Record<string, string | number>) => string;

export interface PlainPage {
  locale: Locale;
  id: string;
  purchase: Purchase;
  /** The code of what was refused last, if it is one of ours. */
  refused: string | null;
  /** Whether the reader asked that it does not refresh itself. */
  isStill?: boolean;
  now: number;
  t: Words;
}

/** Headings that count down make no sense on a page that stands still. */
const still: Partial<Record<Screen, true>> = { upcoming: true, joinLobby: true, lobby: true };

/** The same facts and the same buttons, with times instead of countdowns. */
export function renderPlain(page: PlainPage): string {
  const { locale, id, purchase, now, t, refused, isStill } = page;
  const screen = screenOf(purchase, now);
  const values = { ...screenValues(purchase, now) };
  const title = t(`screens.${screen}.${still[screen] ? 'kicker' : 'title'}`, values);
  const name = purchase.sale?.name ?? t('site.name');
  const at = new Intl.DateTimeFormat(localeTags[locale], { timeStyle: 'medium' }).format(now);
  return `<!doctype html>${
    html`<html lang="${locale}" dir="${directionOf(locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${!isStill && html`<meta http-equiv="refresh" content="${hasForm(screen) ? 300 : 20}">`}
<title>${title} – ${name}</title><style>${{ markup: plainStyle }}</style></head>
<body><main><p><a href="/${locale}">${t('purchase.otherSales')}</a></p>
<p>${name}</p><h1>${title}</h1>
${refused && html`<p role="alert"><strong>${t(`refusals.${refused}.title`)}</strong> ${t(`refusals.${refused}.detail`)}</p>`}
<p>${t(`screens.${screen}.text`, values)}</p>
${facts(page, screen)}${forms(page, screen)}
<p><small>${t('plain.now', { time: at })} ${!isStill && !hasForm(screen) && t('plain.refresh')}</small></p>
<p><a href="plain${!isStill && '?still'}">${t(isStill ? 'plain.go' : 'plain.stop')}</a></p>
<p><a href="/${locale}/sales/${encodeURIComponent(id)}/">${t('plain.withScript')}</a></p>
</main></body></html>`.markup
  }`;
}

/** A reload would take what is being typed. */
const hasForm = (screen: Screen) => screen.startsWith('join') || screen === 'signIn';

function facts({ locale, purchase, t }: PlainPage, screen: Screen): Markup[] {
  const { place, line, sale } = purchase;
  const tag = localeTags[locale];
  const zone = sale?.timeZone ?? 'UTC';
  const time = (at: string) => formatTime(at, zone, tag);
  const said: (string | null)[] = [
    screen === 'upcoming' && line ? t('plain.opens', { time: time(line.lobbyOpensAt) }) : null,
    still[screen] && line ? t('plain.starts', { time: time(line.startsAt) }) : null,
    place?.state === 'waiting' || place?.state === 'paused'
      ? t('plain.place', { position: place.position, size: Math.max(place.size, place.position) })
      : null,
    place?.pause
      ? `${t('purchase.pausedSince', { time: formatClock(place.pause.since, tag) })} ${place.pause.reason}`
      : null,
    place?.state === 'held' ? t('plain.until', { time: time(place.expiresAt) }) : null,
    place?.state === 'sold' ? `${t('purchase.order')} ${place.orderId}` : null,
    place?.message ?? line?.message ?? null,
  ];
  return said.filter((text) => text !== null).map((text) => html`<p>${text}</p>`);
}
