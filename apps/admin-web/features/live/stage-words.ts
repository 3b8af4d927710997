import { formatCount } from '@flash/web';
import type { Tone } from './banner.tsx';
import type { View } from './view.ts';

export interface Words {
  tone: Tone;
  title: string;
  text: string;
  /** What the clock beside it counts down to. */
  until: { label: string; at: string } | null;
}

/** The stage of a sale in words: what is going on, and for whom. */
export function wordsOf({ stage, overview, sale }: View): Words {
  const { waiting, held, claimed, sold, stock, free } = overview;
  const start = { label: 'Starts in', at: sale.startsAt };
  const end = { label: 'Ends in', at: sale.endsAt };
  const open = held + claimed;
  switch (stage) {
    case 'draft':
      return say('quiet', 'Draft', 'Buyers cannot see this sale yet.');
    case 'upcoming':
      return say('quiet', 'Upcoming', lobbyWords(sale.lobbyOpensAt, sale.startsAt), start);
    case 'lobby':
      return say('quiet', 'The line is open', `${people(waiting)} in line.`, start);
    case 'live':
      return say('good', 'Live', `${units(free)} available, ${people(waiting)} waiting.`, end);
    case 'paused':
      return say('warn', 'Paused', 'The line is stopped.', end);
    case 'sellingOut':
      return free > 0
        ? say('busy', 'Selling out', `${lastUnits(free)} ${people(waiting)} waiting.`, end)
        : say('busy', 'No stock available', heldWords(open), end);
    case 'soldOut':
      return say('good', 'Sold out', `All ${units(stock)} are sold. ${after(waiting)}`, end);
    case 'ended':
      return say('quiet', 'Ended', `${formatCount(sold)} of ${units(stock)} sold. ${rest(open)}`);
    case 'archived':
      return say('quiet', 'Archived', `${formatCount(sold)} of ${units(stock)} were sold.`);
    case 'cancelled':
      return say('quiet', 'Cancelled', 'Buyers cannot join or buy.');
  }
}

function say(tone: Tone, title: string, text: string, until: Words['until'] = null): Words {
  return { tone, title, text, until };
}

export const units = (count: number) => `${formatCount(count)} ${count === 1 ? 'unit' : 'units'}`;
export const people = (count: number) =>
  `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;

const lastUnits = (free: number) => (free === 1 ? 'The last unit.' : `The last ${units(free)}.`);
const after = (waiting: number) =>
  waiting > 0 ? `${people(waiting)} still in line for returned units.` : 'The line is empty.';
const rest = (open: number) =>
  open > 0 ? `${units(open)} still on hold or in payment.` : 'No open holds.';
const heldWords = (open: number) =>
  `${units(open)} on hold. ${open === 1 ? 'It returns' : 'They return'} if not paid.`;

function lobbyWords(lobbyOpensAt: string, startsAt: string): string {
  const isApart = Date.parse(lobbyOpensAt) < Date.parse(startsAt);
  if (!isApart) return 'People can join once it starts.';
  const at = new Date(lobbyOpensAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return `People can join from ${at}.`;
}
