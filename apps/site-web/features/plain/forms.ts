import type { Purchase } from '@flash/client';
import { newKey } from '@flash/client';
import { countries, countryChoices, needsPostcode } from '@flash/shared-utils';
import { localeTags } from '../../i18n/locales.ts';
import { canJoin, mailOf, type Screen } from '../purchase/state/screen.ts';
import { html, type Markup } from './html.ts';
import type { Told } from './ticket.ts';
import type { Words } from './words.ts';

/** The actions of a state, each as a form. */
export function formsMarkup(
  purchase: Purchase,
  screen: Screen,
  words: Words,
  told: Told | null = null,
): Markup[] {
  const { place } = purchase;
  const { t } = words;
  if (screen === 'signIn') {
    return [
      ...signInForms(words),
      ...(purchase.hasMail ? [passwordForms(purchase, words, told)] : []),
    ];
  }
  if (isJoinable(screen)) {
    return joinForms(purchase, words, t(screen === 'join' ? 'purchase.joinBuy' : 'purchase.join'));
  }
  if (screen === 'expired') {
    return canJoin(purchase) ? joinForms(purchase, words, t('purchase.again')) : [];
  }
  if (place?.state === 'held') {
    return holdForms(purchase, screen, words);
  }
  const isInLine = place?.state === 'waiting' || place?.state === 'paused';
  return isInLine ? [leaveForm(words, 'leavePlace')] : [];
}

export const isJoinable = (screen: Screen) => screen.startsWith('join') && screen !== 'joining';

/**
 * The form of the first HTML, for a press before the live page has started. It is the same for all readers, so it
 * carries no key: the answer to the first press gives the browser one. Without JavaScript the plain page follows.
 */
export function earlyForm(purchase: Purchase, screen: Screen, { t }: Words): Markup | null {
  if (!isJoinable(screen)) {
    return null;
  }
  const isGuest = purchase.sale?.identity !== 'account';
  const label = t(screen === 'join' ? 'purchase.joinBuy' : 'purchase.join');
  return html`<form method="post" action="plain?first" class="stack">
${isGuest && emailField(purchase, t)}
<div class="check check-later" aria-hidden="true">${t('purchase.alertMe')}</div>
<button name="do" value="join" class="button">${label}</button>
<noscript hidden><input type="hidden" name="view" value="plain"></noscript></form>`;
}

function signInForms({ t }: Words): Markup[] {
  const account = [
    field('email', t('account.email'), 'type="email" autocomplete="username"'),
    field('password', t('account.password'), 'type="password" minlength="6"'),
  ];
  const name = field('name', t('account.name'), 'autocomplete="name"');
  return [
    form('signIn', t('account.signIn'), account),
    html`<details class="details"><summary>${t('account.amNew')}</summary>${form('signUp', t('account.create'), [name, ...account])}</details>`,
  ];
}

/** The link of the mail opens a page with a script; without one its text is handed over in a form. */
function passwordForms({ isMailKept }: Purchase, { t }: Words, told: Told | null): Markup {
  const isUnderWay = told === 'link' || told === 'unfit';
  const ask = form('forgot', t('password.send'), [
    field('email', t('account.email'), 'type="email" autocomplete="username"'),
  ]);
  const choose = form('choosePassword', t('password.set'), [
    field('link', t('plain.link'), 'autocomplete="off"'),
    field(
      'password',
      t('password.new'),
      'type="password" autocomplete="new-password" minlength="12"',
    ),
  ]);
  return html`<details class="details"${isUnderWay && html` open`}><summary>${t('password.title')}</summary><div class="stack">
<p>${t('password.intro')}</p>${isMailKept && html`<p class="fine">${t('mail.kept')}</p>`}${ask}
<p>${t('plain.linkHint')} ${t('password.rule')} ${t('password.chooseHint')}</p>${choose}</div></details>`;
}

function joinForms(purchase: Purchase, { t }: Words, text: string): Markup[] {
  const { sale, user } = purchase;
  if (sale?.identity === 'account') {
    const who = t('purchase.signedInAs', { email: user?.email ?? '' });
    return [
      html`<p class="muted">${who}</p>`,
      form('join', text),
      form('signOut', t('account.signOut'), [], 'link'),
    ];
  }
  return [form('join', text, [emailField(purchase, t)])];
}

function holdForms(purchase: Purchase, screen: Screen, words: Words): Markup[] {
  const { place } = purchase;
  if (place?.state !== 'held') {
    return [];
  }
  const { t } = words;
  const amount = words.money(place.priceMinor, place.currency);
  const pay = place.priceMinor === 0 ? t('purchase.payFree') : t('purchase.pay', { amount });
  const more = screen === 'ending' && place.extensionsLeft > 0;
  return [
    isPaidByScript(purchase) ? html`` : form('confirm', pay, deliveryFields(purchase, words)),
    ...(more
      ? [
          form(
            'extend',
            t('purchase.extend', { span: words.span(purchase.sale?.extensionSeconds ?? 0) }),
            [],
            'quiet',
          ),
        ]
      : []),
    leaveForm(words, 'leaveHold'),
  ];
}

/** Whether paying takes more than a press here. */
export function asksForAddress(purchase: Purchase): boolean {
  const { place, sale } = purchase;
  return (
    place?.state === 'held' && sale?.needsDeliveryAddress === true && !isPaidByScript(purchase)
  );
}

/** The fields of the live page, but for those that are optional everywhere. */
function deliveryFields(purchase: Purchase, { t, locale }: Words): Markup[] {
  const codes = purchase.sale?.deliveryCountries ?? [];
  if (!asksForAddress(purchase)) {
    return [];
  }
  const choices = countryChoices(codes.length > 0 ? codes : countries, localeTags[locale]);
  const label = (name: string) => t(`purchase.${name}`);
  const hasPostcode = codes.length > 0 && codes.every(needsPostcode);
  return [
    field('name', label('recipient'), 'autocomplete="shipping name" maxlength="200"'),
    html`<div class="field"><label>${label('country')} <select name="country" autocomplete="shipping country" required>
${choices.length > 1 && html`<option value="">${label('countryChoose')}</option>`}
${choices.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}</select></label></div>`,
    field('line1', label('line1'), 'autocomplete="shipping address-line1" maxlength="200"'),
    optional('line2', label('line2'), 'autocomplete="shipping address-line2" maxlength="200"'),
    (hasPostcode ? field : optional)(
      'postcode',
      label(hasPostcode ? 'postcode' : 'postcodeOptional'),
      'autocomplete="shipping postal-code" maxlength="20"',
    ),
    field('city', label('city'), 'autocomplete="shipping address-level2" maxlength="100"'),
    optional('region', label('region'), 'autocomplete="shipping address-level1" maxlength="100"'),
  ];
}

/** The provider's form, by which the buyer authorises the payment, is nothing without its script. */
export function isPaidByScript({ place, payment }: Purchase): boolean {
  return payment !== null && place?.state === 'held' && place.priceMinor > 0;
}

const leaveForm = ({ t }: Words, what: 'leavePlace' | 'leaveHold') =>
  html`<details class="details"><summary>${t(`purchase.${what}`)}</summary><div class="stack"><p>${t('purchase.leaveAsk')}</p>${form('leave', t(`purchase.${what}Yes`), [], 'bad')}</div></details>`;

const emailField = (purchase: Purchase, t: Words['t']) =>
  html`<div class="field"><label for="plain-email">${t('purchase.email')}</label>
<input id="plain-email" name="email" type="email" autocomplete="email" aria-describedby="plain-email-note" required>
<p id="plain-email-note" class="fine">${t('purchase.emailHint', { mail: mailOf(purchase) })}</p></div>`;

/** `attributes` are literals of this file. The label contains its field, so that no ids are needed. */
const optional = (name: string, label: string, attributes: string) =>
  html`<div class="field"><label>${label} <input name="${name}" ${{ markup: attributes }}></label></div>`;
const field = (name: string, label: string, attributes: string) =>
  optional(name, label, `${attributes} required`);

type Look = 'main' | 'quiet' | 'bad' | 'link';
const looks: Record<Look, string> = {
  main: 'button',
  quiet: 'button button-quiet',
  bad: 'button button-bad',
  link: 'link',
};

/** Each form has its own idempotency key: sent twice, it takes effect once. */
function form(name: string, text: string, fields: Markup[] = [], look: Look = 'main'): Markup {
  return html`<form method="post" class="stack"><input type="hidden" name="key" value="${newKey()}">
${fields}<button name="do" value="${name}" class="${looks[look]}">${text}</button></form>`;
}
