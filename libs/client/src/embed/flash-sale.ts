import { type Buyer, type BuyerState, createBuyer } from '../buyer.ts';
import { createMemory } from '../storage.ts';
import { type Language, languageOf, languages } from './words.ts';

const TICK_MS = 250;
const kept = createMemory(() => sessionStorage);

interface Parts {
  root: HTMLElement;
  name: HTMLElement;
  facts: HTMLElement;
  state: HTMLElement;
  timer: HTMLElement;
  note: HTMLElement;
  form: HTMLFormElement;
  email: HTMLInputElement;
  join: HTMLButtonElement;
  pay: HTMLButtonElement;
  leave: HTMLButtonElement;
}

/** Defines `<flash-sale sale="…">`. `api` and `site` are used where an element names none. */
function defineFlashSale(defaults: { api: string; site: string }): void {
  class FlashSale extends HTMLElement {
    #end: (() => void) | null = null;

    connectedCallback(): void {
      const saleId = this.getAttribute('sale') ?? '';
      const api = this.getAttribute('api') ?? defaults.api;
      const site = this.getAttribute('site') ?? defaults.site;
      const tag = this.getAttribute('lang') ?? document.documentElement.lang;
      this.#end = show(this, { saleId, api, site, language: languageOf(tag) });
    }

    disconnectedCallback(): void {
      this.#end?.();
      this.#end = null;
    }
  }
  if (!customElements.get('flash-sale')) {
    customElements.define('flash-sale', FlashSale);
  }
}

interface Shown {
  saleId: string;
  api: string;
  site: string;
  language: Language;
}

/** Shows one sale in the element until what it returns is called. */
function show(host: HTMLElement, { saleId, api, site, language }: Shown): () => void {
  const words = languages[language];
  // The ticket stays in this tab: no cookie, which browsers block in pages of other sites.
  const name = `flash.ticket.${api}.${saleId}`;
  const buyer = createBuyer({
    ...{ api, saleId },
    ticket: kept.get(name),
    onTicket: (ticket) => kept.set(name, ticket),
  });
  const parts = build(host, language);
  let codeFailed = false;
  const draw = () => paint(parts, buyer.state(), { language, codeFailed });

  parts.form.addEventListener('submit', (event) => {
    event.preventDefault();
    void buyer.join(parts.email.value.trim());
  });
  parts.leave.addEventListener('click', () => void buyer.leave());
  parts.pay.addEventListener('click', async () => {
    codeFailed = !(await openOnSite(buyer, `${site}/${language}/sales/${saleId}/`));
    draw();
  });
  parts.pay.append(hidden(`, ${words.newTab}`));

  const stopListening = buyer.subscribe(draw);
  const ticking = setInterval(() => paintTime(parts, buyer.state()), TICK_MS);
  buyer.start();
  return () => {
    clearInterval(ticking);
    stopListening();
    buyer.stop();
  };
}

/** Carries the place to the shop's own page, in a new tab, by a code that works once. */
async function openOnSite(buyer: Buyer, address: string): Promise<boolean> {
  // Opened within the press: after the answer, browsers would block it.
  const tab = window.open('', '_blank');
  if (tab) {
    tab.opener = null;
  }
  const code = await buyer.deviceCode();
  if (code === null || !tab) {
    tab?.close();
    return false;
  }
  // In the fragment, which is sent to no server.
  tab.location.replace(`${address}#code=${code}`);
  return true;
}

const CAN_JOIN = new Set<BuyerState['step']>(['open', 'left', 'expired', 'removed']);
const HAS_PLACE = new Set<BuyerState['step']>(['waiting', 'held']);

function paint(
  parts: Parts,
  state: BuyerState,
  { language, codeFailed }: { language: Language; codeFailed: boolean },
): void {
  const { step, sale, position, free, waiting, failure, isConnected, isBusy, message } = state;
  const words = languages[language];
  const number = new Intl.NumberFormat(language);
  const fill = (text: string, value: number | null) =>
    text.replace(/\{\w+\}/, value === null ? '…' : number.format(value));

  write(parts.name, sale ? sale.name : '');
  const price = sale && priceOf(sale, language);
  const counts = [
    ...(free === null ? [] : [fill(words.free, free)]),
    ...(waiting === null ? [] : [fill(words.inLine, waiting)]),
  ];
  write(parts.facts, [price, ...counts].filter(Boolean).join(' · '));
  write(parts.state, fill(words[step], position));
  parts.root.dataset.step = step;
  const lost = !isConnected && step !== 'loading' ? words.offline : null;
  const failed = codeFailed && step === 'held' ? words.codeFailed : null;
  write(parts.note, failure?.detail ?? failed ?? lost ?? message ?? '');
  parts.note.hidden = parts.note.textContent === '';
  parts.form.hidden = !CAN_JOIN.has(step);
  write(parts.join, step === 'open' ? words.join : words.joinAgain);
  parts.pay.hidden = step !== 'held';
  parts.leave.hidden = !HAS_PLACE.has(step);
  for (const button of [parts.join, parts.pay, parts.leave]) {
    button.disabled = isBusy;
  }
  paintTime(parts, state);
}

/** Apart from the state, which a screen reader announces: a countdown would be read out each second. */
function paintTime({ timer }: Parts, { step, timeLeft }: BuyerState): void {
  timer.hidden = step !== 'held';
  write(timer, timeLeft ?? '–:––');
}

/** The same text again is no change, and is not announced. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function priceOf({ price, currency }: NonNullable<BuyerState['sale']>, language: Language) {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(price);
}

function build(host: HTMLElement, language: Language): Parts {
  const words = languages[language];
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // A style element would need a page whose policy allows inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];

  const root = element('section', { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' });
  const name = element('h2', { id: 'name' });
  root.setAttribute('aria-labelledby', 'name');
  const facts = element('p', { class: 'facts' });
  const state = element('p', { class: 'state', role: 'status' });
  const timer = element('p', { class: 'time', role: 'timer', 'aria-label': words.time });
  const note = element('p', { class: 'note', role: 'alert' });
  const form = element('form', {});
  const label = element('label', {});
  const email = element('input', { type: 'email', name: 'email', autocomplete: 'email' });
  email.required = true;
  label.append(words.email, email);
  const join = element('button', { type: 'submit' });
  form.append(label, join);
  const pay = element('button', { type: 'button', class: 'main' });
  pay.textContent = words.pay;
  const leave = element('button', { type: 'button', class: 'quiet' });
  leave.textContent = words.leave;
  root.append(name, facts, state, timer, note, form, pay, leave);
  shadow.replaceChildren(root);
  return { root, name, facts, state, timer, note, form, email, join, pay, leave };
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}

/** For screen readers only. */
function hidden(text: string): HTMLElement {
  const made = element('span', { class: 'hidden' });
  made.textContent = text;
  return made;
}

/** The colours of the shop's own pages (libs/web/src/palette.ts), light and dark by the reader's choice. */
const css = `
:host {
  --card: #ffffff; --ink: #1b1a17; --muted: #5f5b52; --line: #b9b2a3;
  --brand: #c2410c; --brand-ink: #ffffff; --bad: #b42318;
  display: block;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --card: #1d1b19; --ink: #f3efe7; --muted: #aea698; --line: #5d564c;
    --brand: #fb923c; --brand-ink: #231003; --bad: #ff9d92;
  }
}
section {
  box-sizing: border-box; max-width: 26rem; padding: 1.25rem;
  border: 1px solid var(--line); border-radius: 0.75rem;
  background: var(--card); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; text-align: start;
}
h2 { margin: 0; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0.5rem 0 0; }
.facts { color: var(--muted); font-size: 0.9rem; }
.state { font-weight: 600; }
.time { font-size: 2rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.note { color: var(--bad); }
label { display: block; margin-top: 0.75rem; font-size: 0.9rem; }
input {
  box-sizing: border-box; display: block; width: 100%; min-height: 2.75rem; margin-top: 0.25rem; padding: 0 0.75rem;
  border: 1px solid var(--line); border-radius: 0.5rem;
  background: transparent; color: inherit; font: inherit;
}
button {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 0.75rem; padding: 0 1rem;
  border: 1px solid var(--brand); border-radius: 0.5rem;
  background: var(--brand); color: var(--brand-ink); font: inherit; font-weight: 600; cursor: pointer;
}
button.quiet { border-color: var(--line); background: transparent; color: inherit; }
button:disabled { opacity: 0.6; cursor: default; }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
[hidden] { display: none; }
.hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
`;

/** Put in by the API that serves this file: `{api, site}`. */
declare const FLASH_SALE: { api: string; site: string };

defineFlashSale(FLASH_SALE);
