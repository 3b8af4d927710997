import { formatMoney, newKey } from '@flash/web';
import { localeTags } from '../../i18n/locales.ts';
import type { Screen } from '../purchase/screen.ts';
import { html, type Markup } from './html.ts';
import type { PlainPage } from './render.ts';

/** What can be done in a state, each as a form of its own. */
export function forms(page: PlainPage, screen: Screen): Markup[] {
  const { place } = page.purchase;
  const { t } = page;
  if (screen === 'signIn') return signInForms(page);
  if (screen.startsWith('join')) return joinForms(page, t('purchase.join'));
  if (screen === 'expired') return joinForms(page, t('purchase.again'));
  if (place?.state === 'held') return holdForms(page, screen);
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
  if (place?.state !== 'held') return [];
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

/** `attributes` come from here, never from people. The label holds its field: no id is used twice. */
const field = (name: string, label: string, attributes: string) =>
  html`<label>${label} <input name="${name}" ${{ markup: attributes }} required></label>`;

/** Each form carries a key of its own: sent twice, it is done once. */
function form(name: string, text: string, fields: Markup[] = []): Markup {
  return html`<form method="post"><input type="hidden" name="key" value="${newKey()}">
${fields}<button name="do" value="${name}">${text}</button></form>`;
}
