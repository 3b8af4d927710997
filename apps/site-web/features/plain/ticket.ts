import type { Purchase } from '@flash/client';
import type { PurchaseState } from '@flash/shared-types';
import { chanceOf } from '../purchase/state/chance.ts';
import { afterExpiry, kickerTones, type Screen, screenValues } from '../purchase/state/screen.ts';
import { isPaidByScript } from './forms.ts';
import { html, type Markup } from './html.ts';
import { fact } from './product.ts';
import type { Words } from './words.ts';

/** States whose heading leads into a countdown, which needs a script. */
const WITH_COUNTDOWN: Partial<Record<Screen, true>> = {
  upcoming: true,
  joinLobby: true,
  lobby: true,
};

/** The heading of a state without a countdown. */
export function titleOf(purchase: Purchase, screen: Screen, { t }: Words): string {
  const part = WITH_COUNTDOWN[screen] ? 'kicker' : 'title';
  return t(`screens.${screen}.${part}`, { ...screenValues(purchase, null) });
}

/** What a form of the page before did. */
export const tellings = ['link', 'password', 'unfit'] as const;
export type Told = (typeof tellings)[number];

interface Ticket {
  purchase: Purchase;
  screen: Screen;
  words: Words;
  /** Between the facts and the foot: what the reader can do. */
  actions: Markup[];
  foot: Markup | null;
  refused?: string | null;
  told?: Told | null;
}

/** The state of a purchase: the markup of the live page, with times instead of countdowns. */
export function ticketMarkup({
  purchase,
  screen,
  words,
  actions,
  foot,
  refused = null,
  told = null,
}: Ticket): Markup {
  const { t } = words;
  const { sale, place, line } = purchase;
  const span = words.span(sale?.holdTtlSeconds ?? 0);
  const message = place?.message ?? line?.message ?? sale?.message ?? null;
  const price = sale && words.money(sale.pricePerUnitMinor, sale.currency);
  const kicker = !WITH_COUNTDOWN[screen] && t(`screens.${screen}.kicker`);
  return html`<section class="ticket" aria-labelledby="plain-state">
${sale && html`<p class="stub"><span><bdi>${sale.name}</bdi></span><span>${price}</span></p>`}
<div class="panel">${kicker && html`<p class="kicker ${kickerTones[screen] ?? ''}">${kicker}</p>`}
<h1 id="plain-state">${titleOf(purchase, screen, words)}</h1>
${startMarkup(purchase, screen, words)}
<p class="muted">${t(`screens.${screen}.text`, { ...screenValues(purchase, null), span })}</p>
${message && notice('info', t('sale.message'), html`<p dir="auto">${message}</p>`)}
${refused && notice('bad', t(`refusals.${refused}.title`), html`<p>${t(`refusals.${refused}.detail`)}</p>`, true)}
${told && toldMarkup(told, words)}
${isPaidByScript(purchase) && notice('warn', t('purchase.payNeedsScript'), html`<p>${t('purchase.payNeedsScriptText')}</p>`)}
${pauseMarkup(purchase, words)}${place && placeMarkup(place, purchase, words)}
${actions}
${foot && html`<div class="ticket-foot">${foot}</div>`}</div></section>`;
}

function toldMarkup(told: Told, { t }: Words): Markup {
  switch (told) {
    case 'link':
      return notice('info', t('password.sent'), html`<p>${t('plain.linkSent')}</p>`, true);
    case 'password':
      return notice('info', t('plain.passwordSet'), html``, true);
    case 'unfit':
      return notice(
        'bad',
        t('refusals.VALIDATION_FAILED.title'),
        html`<p>${t('password.unfit')}</p>`,
        true,
      );
  }
}

const marks = { info: 'i', warn: '!', bad: '×' };

function notice(tone: keyof typeof marks, title: string, body: Markup, isAlert = false): Markup {
  const role = isAlert && html` role="alert"`;
  return html`<div class="notice notice-${tone}"${role}><span class="notice-mark" aria-hidden="true">${marks[tone]}</span>
<div><p class="notice-title">${title}</p>${body}</div></div>`;
}

/** The time that the live page counts down to. */
function startMarkup({ line, sale }: Purchase, screen: Screen, { t, time }: Words): Markup | null {
  const times = line ?? sale;
  if (!times || !WITH_COUNTDOWN[screen]) {
    return null;
  }
  const opens = screen === 'upcoming' && times.lobbyOpensAt !== times.startsAt;
  return html`<p class="lead">${opens && t('plain.opens', { time: time(times.lobbyOpensAt) })}
${t('plain.starts', { time: time(times.startsAt) })}</p>`;
}

function pauseMarkup({ place, line }: Purchase, { t, time }: Words): Markup | null {
  const pause = place?.pause ?? line?.pause;
  if (!pause) {
    return null;
  }
  const title = t('purchase.pausedSince', { time: time(pause.since) });
  return notice('warn', title, html`<p dir="auto">${pause.reason}</p>`);
}

/** Facts of the reader's own place. */
function placeMarkup(place: PurchaseState, purchase: Purchase, words: Words): Markup | null {
  const { t } = words;
  const { sale, line } = purchase;
  switch (place.state) {
    case 'waiting':
    case 'paused': {
      const size = Math.max(place.size, place.position);
      const chance = t(`purchase.${chanceOf(place)}`, { held: place.held });
      return html`<p class="lead">${t('plain.place', { position: place.position, size })}</p>
<p>${t('purchase.ahead', { ahead: place.ahead })}</p>
<p class="chance ${chanceOf(place) === 'chanceFree' ? 'chance-good' : ''}">${chance}</p>
<dl class="facts">${fact(t('purchase.wait'), waitText(place, words))}</dl>`;
    }
    case 'held':
      return html`<p class="lead">${t('plain.until', { time: words.time(place.expiresAt) })}</p>
<dl class="receipt">${row(t('purchase.item'), html`<bdi>${sale?.name ?? ''}</bdi>`)}${row(t('plain.price'), words.money(place.priceMinor, place.currency))}</dl>`;
    case 'sold':
      return html`<dl class="receipt">
${place.orderCode !== null && row(t('purchase.order'), html`<bdi dir="ltr" class="code">${place.orderCode}</bdi>`)}
${row(t('purchase.item'), html`<bdi>${sale?.name ?? ''}</bdi>`)}${row(t('purchase.unit'), words.count(place.unit))}
${place.totalAmountMinor !== null && row(t('purchase.paid'), words.money(place.totalAmountMinor, place.currency))}
${place.confirmedAt !== null && row(t('purchase.when'), words.time(place.confirmedAt))}</dl>`;
    case 'expired': {
      const next = afterExpiry(purchase);
      return (
        next &&
        html`<p class="chance">${t(`purchase.${next}`, { place: (line?.waiting ?? 0) + 1 })}</p>`
      );
    }
    default:
      return null;
  }
}

const row = (name: string, value: string | Markup) => html`<dt>${name}</dt><dd>${value}</dd>`;

function waitText(place: PurchaseState, { t }: Words): string {
  if (place.pause) {
    return t('purchase.waitPaused');
  }
  const { wait } = place;
  if (!wait) {
    return t('format.unknown');
  }
  if (wait.toMs <= 60_000) {
    return t('format.underMinute');
  }
  const [from, to] = [wait.fromMs, wait.toMs].map((ms) => Math.max(1, Math.ceil(ms / 60_000)));
  return from === to
    ? t('format.aboutMinutes', { minutes: to ?? 1 })
    : t('format.minutesRange', { from: from ?? 1, to: to ?? 1 });
}
