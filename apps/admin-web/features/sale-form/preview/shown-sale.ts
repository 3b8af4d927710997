import type { AdminSale, QueueOverview } from '@flash/shared-types';
import { countryChoices, isCurrency, toMinor } from '@flash/shared-utils';
import { formatCount, formatDistance, formatMoney, formatTime } from '@flash/web';
import { bodyOf, codesIn, type SaleDraft } from '../model.ts';

/** The language of the preview, one of those that the shop has. */
const LOCALE = 'en';

/** The shop's words for what the preview shows; a test compares them with the shop's messages. */
export const shopWords = {
  badge: {
    live: 'Live',
    soldOut: 'Sold out',
    lobby: 'Line is open',
    paused: 'Paused',
    upcoming: 'Upcoming',
    cancelled: 'Cancelled',
    ended: 'Ended',
    allHeld: 'All on hold',
  },
  sale: {
    opens: 'Line opens',
    starts: 'Starts',
    ends: 'Ends',
    perPerson: 'Per person',
    timeToPay: 'Time to pay',
    delivery: 'Delivery',
    deliveryAll: 'To the address that you give when you pay',
    deliveryTo: 'To an address in: {countries}',
    rule: 'When your turn comes, one unit is reserved for you.',
    ruleExtend: 'You can add time when it runs short.',
  },
} as const;

type Badge = keyof typeof shopWords.badge;
export type ShownPhase = 'scheduled' | 'lobby' | 'open' | 'paused' | 'ended' | 'cancelled';

interface ShownStock {
  stock: number;
  sold: number;
  /** Null while the shop does not know it: then it calls units unsold instead of left. */
  held: number | null;
  waiting: number;
}

/** A sale in the shop's words. Null where the form has nothing that can be read yet. */
export interface ShownSale {
  name: string | null;
  description: string;
  price: string | null;
  phase: ShownPhase;
  badge: Badge;
  stock: ShownStock | null;
  /** One line on the card: how far away the next change is. */
  next: string | null;
  facts: { label: string; words: string | null }[];
  rule: string;
}

interface PublishedSale {
  sale: AdminSale;
  /** Absent until the counts arrive, and for a sale without a line. */
  overview?: QueueOverview;
}

/** What a buyer in the zone of the sale would see if the form were saved and published now. */
export function shownSale(draft: SaleDraft, now: number, published?: PublishedSale): ShownSale {
  const body = bodyOf(draft);
  const [lobbyAt, startsAt, endsAt] = [body.lobbyOpensAt, body.startsAt, body.endsAt].map(timeOf);
  const times = { lobbyAt, startsAt, endsAt };
  const stock = stockOf(body.startingQuantity, published);
  const phase = phaseOf(times, now, published?.sale);
  const time = (at: number | undefined) =>
    at === undefined ? null : formatTime(at, draft.timeZone, LOCALE);
  const { sale: words } = shopWords;
  const hasLobby = lobbyAt !== undefined && lobbyAt !== startsAt;
  return {
    name: draft.name.trim() || null,
    description: draft.description.trim(),
    price: priceOf(body.pricePerUnit, draft.currency),
    phase,
    badge: badgeOf(phase, stock),
    stock,
    next: nextOf(phase, times, now, draft.timeZone),
    facts: [
      ...(hasLobby ? [{ label: words.opens, words: time(lobbyAt) }] : []),
      { label: words.starts, words: time(startsAt) },
      { label: words.ends, words: time(endsAt) },
      { label: words.perPerson, words: formatCount(1, LOCALE) },
      { label: words.timeToPay, words: spanOf(body.holdTtlSeconds) },
      ...(draft.needsDeliveryAddress ? [{ label: words.delivery, words: deliveryOf(draft) }] : []),
    ],
    rule: (body.extensions ?? 0) > 0 ? `${words.rule} ${words.ruleExtend}` : words.rule,
  };
}

function deliveryOf({ deliveryCountries }: SaleDraft): string {
  const { deliveryAll, deliveryTo } = shopWords.sale;
  const names = countryChoices(codesIn(deliveryCountries), LOCALE).map(({ name }) => name);
  const list = new Intl.ListFormat(LOCALE, { type: 'unit' }).format(names);
  return names.length === 0 ? deliveryAll : deliveryTo.replace('{countries}', list);
}

interface Times {
  lobbyAt?: number;
  startsAt?: number;
  endsAt?: number;
}

function timeOf(iso: string | null | undefined): number | undefined {
  const at = Date.parse(iso ?? '');
  return Number.isNaN(at) ? undefined : at;
}

function priceOf(amount: number | null | undefined, currency: string): string | null {
  if (typeof amount !== 'number' || !(amount >= 0) || !isCurrency(currency)) {
    return null;
  }
  const minor = toMinor(amount, currency);
  return minor === null ? null : formatMoney(minor, currency, LOCALE);
}

/** The stock of a published sale is that of its line; the form changes only that of a draft. */
function stockOf(wanted: number, published?: PublishedSale): ShownStock | null {
  const { sale, overview } = published ?? {};
  if (sale && sale.status !== 'draft') {
    if (!overview) {
      const sold = sale.stock - sale.currentQuantity;
      return { stock: sale.stock, sold, held: null, waiting: 0 };
    }
    const { stock, free, held, waiting } = overview;
    return { stock, sold: Math.max(0, stock - free - held), held, waiting };
  }
  return Number.isInteger(wanted) && wanted > 0
    ? { stock: wanted, sold: 0, held: null, waiting: 0 }
    : null;
}

/** Pauses, cancellations and early ends come from the team; the other phases from the clock. */
function phaseOf(times: Times, now: number, sale?: AdminSale): ShownPhase {
  switch (sale?.phase) {
    case 'paused':
    case 'ended':
    case 'cancelled':
      return sale.phase;
    case 'archived':
      return 'ended';
    default:
      return phaseAt(times, now);
  }
}

function phaseAt({ lobbyAt, startsAt, endsAt }: Times, now: number): ShownPhase {
  if (endsAt !== undefined && endsAt <= now) {
    return 'ended';
  }
  if (startsAt !== undefined && startsAt <= now) {
    return 'open';
  }
  return lobbyAt !== undefined && lobbyAt <= now ? 'lobby' : 'scheduled';
}

function badgeOf(phase: ShownPhase, stock: ShownStock | null): Badge {
  const left = stock ? stock.stock - stock.sold : 1;
  const held = stock?.held ?? 0;
  switch (phase) {
    case 'scheduled':
      return 'upcoming';
    case 'open':
      if (left === 0) {
        return 'soldOut';
      }
      return held > 0 && left === held ? 'allHeld' : 'live';
    case 'ended':
      return left === 0 ? 'soldOut' : 'ended';
    default:
      return phase;
  }
}

function nextOf(phase: ShownPhase, times: Times, now: number, timeZone: string): string | null {
  const { lobbyAt, startsAt, endsAt } = times;
  const away = (word: string, at: number | undefined) =>
    at === undefined ? null : `${word} in ${formatDistance(at - now)}`;
  switch (phase) {
    case 'scheduled':
      return away('Opens', lobbyAt);
    case 'lobby':
      return away('Starts', startsAt);
    case 'open':
    case 'paused':
      return away('Ends', endsAt);
    default:
      if (endsAt === undefined) {
        return null;
      }
      return endsAt > now ? 'Ended early' : `Ended ${formatTime(endsAt, timeZone, LOCALE)}`;
  }
}

function spanOf(seconds: number | undefined): string | null {
  if (seconds === undefined || !(seconds > 0)) {
    return null;
  }
  return seconds >= 120
    ? `${formatCount(Math.round(seconds / 60), LOCALE)} min`
    : `${formatCount(seconds, LOCALE)} s`;
}

/** The count in bold type, and the words around it. */
export function leftWords(
  { stock, sold, held }: ShownStock,
  phase: ShownPhase,
): { left: string; rest: string } {
  const left = formatCount(Math.max(0, stock - sold - (held ?? 0)), LOCALE);
  const all = formatCount(stock, LOCALE);
  if (held === null && phase === 'scheduled') {
    return { left: all, rest: stock === 1 ? 'unit' : 'units' };
  }
  return { left, rest: held === null ? `of ${all} not sold yet` : `of ${all} left` };
}

export const waitingWords = (waiting: number): string =>
  `${formatCount(waiting, LOCALE)} ${waiting === 1 ? 'person' : 'people'} waiting`;
