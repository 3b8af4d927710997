import { formatClock, formatMoney, formatTime, newKey, palette } from '@flash/web';
import { directionOf, type Locale, localeTags } from '../../i18n/locales.ts';
import type { Purchase } from '../purchase/state/purchase.ts';
import { type Screen, screenOf, screenValues } from '../purchase/state/screen.ts';
import { html, type Markup } from './html.ts';

export type Translate = (key: string, values?: Record<string, string | number>) => string;

interface PlainPage {
  locale: Locale;
  id: string;
  purchase: Purchase;
  /** The code of the last refusal, if this site has texts for it. */
  refused: string | null;
  /** Whether the reader switched the automatic refresh off. */
  isRefreshOff?: boolean;
  now: number;
  t: Translate;
}

/** States whose heading leads into a countdown, which this page does not have. */
const WITH_COUNTDOWN: Partial<Record<Screen, true>> = {
  upcoming: true,
  joinLobby: true,
  lobby: true,
};

/** The page without JavaScript: the same facts and buttons, with times instead of countdowns. */
export function renderPlain(page: PlainPage): string {
  const { locale, id, purchase, now, t, refused, isRefreshOff } = page;
  const screen = screenOf(purchase, now);
  const values = { ...screenValues(purchase, now) };
  const title = t(`screens.${screen}.${WITH_COUNTDOWN[screen] ? 'kicker' : 'title'}`, values);
  const name = purchase.sale?.name ?? t('site.name');
  const at = new Intl.DateTimeFormat(localeTags[locale], { timeStyle: 'medium' }).format(now);
  return `<!doctype html>${
    html`<html lang="${locale}" dir="${directionOf(locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${!isRefreshOff && html`<meta http-equiv="refresh" content="${hasForm(screen) ? 300 : 20}">`}
<title>${title} – ${name}</title><style>${{ markup: PLAIN_STYLE }}</style></head>
<body><main><p><a href="/${locale}">${t('purchase.otherSales')}</a></p>
<p>${name}</p><h1>${title}</h1>
${refused && html`<p role="alert"><strong>${t(`refusals.${refused}.title`)}</strong> ${t(`refusals.${refused}.detail`)}</p>`}
<p>${t(`screens.${screen}.text`, values)}</p>
${facts(page, screen)}${forms(page, screen)}
<p><small>${t('plain.now', { time: at })} ${!isRefreshOff && !hasForm(screen) && t('plain.refresh')}</small></p>
<p><a href="plain${!isRefreshOff && '?still'}">${t(isRefreshOff ? 'plain.go' : 'plain.stop')}</a></p>
<p><a href="/${locale}/sales/${encodeURIComponent(id)}/">${t('plain.withScript')}</a></p>
</main></body></html>`.markup
  }`;
}

/** A refresh would discard what is being typed. */
const hasForm = (screen: Screen) => screen.startsWith('join') || screen === 'signIn';

function facts({ locale, purchase, t }: PlainPage, screen: Screen): Markup[] {
  const { place, line, sale } = purchase;
  const tag = localeTags[locale];
  const zone = sale?.timeZone ?? 'UTC';
  const time = (at: string) => formatTime(at, zone, tag);
  const texts: (string | null)[] = [
    screen === 'upcoming' && line ? t('plain.opens', { time: time(line.lobbyOpensAt) }) : null,
    WITH_COUNTDOWN[screen] && line ? t('plain.starts', { time: time(line.startsAt) }) : null,
    place?.state === 'waiting' || place?.state === 'paused'
      ? t('plain.place', { position: place.position, size: Math.max(place.size, place.position) })
      : null,
    place?.pause
      ? `${t('purchase.pausedSince', { time: formatClock(place.pause.since, tag) })} ${place.pause.reason}`
      : null,
    place?.state === 'held' ? t('plain.until', { time: time(place.expiresAt) }) : null,
    place?.state === 'sold' ? `${t('purchase.order')} ${place.orderCode ?? place.orderId}` : null,
    place?.message ?? line?.message ?? null,
  ];
  return texts.filter((text) => text !== null).map((text) => html`<p>${text}</p>`);
}

/** The actions of a state, each as a form. */
export function forms(page: PlainPage, screen: Screen): Markup[] {
  const { place } = page.purchase;
  const { t } = page;
  if (screen === 'signIn') {
    return signInForms(page);
  }
  if (screen.startsWith('join')) {
    return joinForms(page, t('purchase.join'));
  }
  if (screen === 'expired') {
    return joinForms(page, t('purchase.again'));
  }
  if (place?.state === 'held') {
    return holdForms(page, screen);
  }
  const isInLine = place?.state === 'waiting' || place?.state === 'paused';
  return isInLine ? [leaveForm(page, t('purchase.leavePlace'))] : [];
}

function signInForms({ t }: PlainPage): Markup[] {
  const account = [
    field('email', t('account.email'), 'type="email" autocomplete="username"'),
    field('password', t('account.password'), 'type="password" minlength="6"'),
  ];
  const name = field('name', t('account.name'), 'autocomplete="name"');
  return [
    form('signIn', t('account.signIn'), account),
    html`<details><summary>${t('account.amNew')}</summary>${form('signUp', t('account.create'), [name, ...account])}</details>`,
  ];
}

function joinForms({ purchase, t }: PlainPage, text: string): Markup[] {
  if (purchase.sale?.identity === 'account') {
    const who = t('purchase.signedInAs', { email: purchase.user?.email ?? '' });
    return [html`<p>${who}</p>`, form('join', text), form('signOut', t('account.signOut'))];
  }
  return [
    form('join', text, [field('email', t('purchase.email'), 'type="email" autocomplete="email"')]),
  ];
}

function holdForms(page: PlainPage, screen: Screen): Markup[] {
  const { place } = page.purchase;
  const { t } = page;
  if (place?.state !== 'held') {
    return [];
  }
  const amount = formatMoney(place.priceMinor, place.currency, localeTags[page.locale]);
  const pay = place.priceMinor === 0 ? t('purchase.payFree') : t('purchase.pay', { amount });
  const more = screen === 'ending' && place.extensionsLeft > 0;
  return [
    form('confirm', pay),
    ...(more ? [form('extend', t('purchase.extend'))] : []),
    leaveForm(page, t('purchase.leaveHold')),
  ];
}

const leaveForm = ({ t }: PlainPage, text: string) =>
  html`<details><summary>${text}</summary><p>${t('purchase.leaveAsk')}</p>${form('leave', t('purchase.leaveYes'))}</details>`;

/** `attributes` are literals of this file. The label holds its field, so that no ids are needed. */
const field = (name: string, label: string, attributes: string) =>
  html`<label>${label} <input name="${name}" ${{ markup: attributes }} required></label>`;

/** Each form has its own idempotency key: sent twice, it takes effect once. */
function form(name: string, text: string, fields: Markup[] = []): Markup {
  return html`<form method="post"><input type="hidden" name="key" value="${newKey()}">
${fields}<button name="do" value="${name}">${text}</button></form>`;
}

const { light, dark } = palette;

/** The whole style of the page: nothing else is loaded. */
export const PLAIN_STYLE = `:root{color-scheme:light dark;--paper:${light.paper};--ink:${light.ink};--edge:#857e70;--brand:${light.brand};--on:${light.brandInk}}
@media(prefers-color-scheme:dark){:root{--paper:${dark.paper};--ink:${dark.ink};--brand:${dark.brand};--on:${dark.brandInk}}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:1rem}h1{line-height:1.2}a{color:inherit}
form{margin:1rem 0}label{display:block;font-weight:600}
input,button{box-sizing:border-box;width:100%;min-height:2.75rem;margin:.25rem 0;padding:.5rem;border:1px solid var(--edge);border-radius:.625rem;background:none;color:inherit;font:inherit}
button{border-color:transparent;background:var(--brand);color:var(--on);font-weight:600;cursor:pointer}
summary{min-height:2.75rem;cursor:pointer}
[role=alert]{padding:.75rem;border:2px solid}`;
