import { hostPrefix, ticketCookie, ticketHeader } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { cookieOf, cookiesOf, cookieText, expiredCookie } from '../../services/cookies.ts';
import type { Ticket } from '../../services/tickets.ts';

export interface ShownTicket {
  text: string;
  ticket: Ticket;
}

/** The ticket that a request shows for a sale; a header goes before the cookie. Anything forged is none. */
export function ticketOf(
  request: FastifyRequest,
  { tickets }: Pick<Deps, 'tickets'>,
  saleId: string,
): ShownTicket | null {
  const header = request.headers[ticketHeader];
  const text = typeof header === 'string' ? header : cookieTextOf(request, saleId);
  const ticket = tickets.read(text);
  return text !== undefined && ticket?.saleId === saleId ? { text, ticket } : null;
}

/** The prefixed name goes first: what stands under the old one can be planted by a sibling domain. */
function cookieTextOf({ headers: { cookie } }: FastifyRequest, saleId: string): string | undefined {
  const name = ticketCookie(saleId);
  return cookieOf(cookie, `${hostPrefix}${name}`) ?? cookieOf(cookie, name);
}

/**
 * Every valid guest ticket that a request shows, of whatever sale. In account sales only the session
 * is the proof: a ticket of one, which earlier versions also gave as a cookie, opens nothing.
 */
export function ticketsOf(request: FastifyRequest, { tickets }: Pick<Deps, 'tickets'>): Ticket[] {
  const texts = ticketCookiesOf(request).map(({ text }) => text);
  const header = request.headers[ticketHeader];
  if (typeof header === 'string') texts.push(header);
  return texts
    .slice(0, SHOWN_MAX)
    .flatMap((text) => tickets.read(text) ?? [])
    .filter((ticket) => !isOfAccount(ticket));
}

/** Guest tickets carry the sealed address; accounts prove theirs by the session. */
function isOfAccount({ sealed }: Ticket): boolean {
  return sealed === '';
}

function ticketCookiesOf(request: FastifyRequest): { name: string; text: string }[] {
  return [...cookiesOf(request.headers.cookie)]
    .filter(([name]) => TICKET_NAME.test(name))
    .map(([name, text]) => ({ name, text }));
}

const TICKET_NAME = new RegExp(`^(?:${hostPrefix})?${ticketCookie('')}`);
const SHOWN_MAX = 50;
/** With these a request's headers stay far below the 16 KiB that Node reads. */
const KEPT_MAX = 20;
const DAY_SECONDS = DAY_MS / 1_000;
/** Receipts are looked at for a while after a sale. */
const KEPT_DAYS = 30;
/** Browsers keep no cookie longer. */
const KEPT_DAYS_MAX = 400;

type GiveDeps = Pick<Deps, 'env' | 'tickets'>;

/** Gives the ticket to the browser, where no script can read it, and to whoever reads headers. */
export function giveTicket(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: GiveDeps,
  sale: { id: string; endsAt: number; identity: 'guest' | 'account' },
  ticket: { text: string; now: number },
): void {
  reply.header(ticketHeader, ticket.text);
  // A cookie would outlive the session, and prove nothing where the session is the proof.
  if (sale.identity === 'account') return;
  const ahead = Math.max(0, Math.ceil((sale.endsAt - ticket.now) / DAY_MS));
  const maxAgeSeconds = Math.min(KEPT_DAYS_MAX, KEPT_DAYS + ahead) * DAY_SECONDS;
  const secure = isSecure(deps);
  const name = `${secure ? hostPrefix : ''}${ticketCookie(sale.id)}`;
  reply.header('set-cookie', cookieText(name, ticket.text, { maxAgeSeconds, secure }));
  for (const old of useless(request, deps, name)) {
    reply.header('set-cookie', expiredCookie(old, secure));
  }
}

/** What this sale had under its old name, tickets that open nothing, and the oldest beyond twenty. */
function useless(request: FastifyRequest, { tickets }: GiveDeps, given: string): string[] {
  const others = ticketCookiesOf(request).filter(({ name }) => name !== given);
  const replaced = others.filter(({ name }) => given.endsWith(name)).map(({ name }) => name);
  if (others.length < KEPT_MAX) return replaced;
  const joinedAt = (text: string) => {
    const ticket = tickets.read(text);
    return ticket && !isOfAccount(ticket) ? ticket.joinedAt : 0;
  };
  const beyond = others
    .filter(({ name }) => !replaced.includes(name))
    .map(({ name, text }) => ({ name, at: joinedAt(text) }))
    .sort((a, b) => b.at - a.at)
    .filter(({ at }, place) => at === 0 || place >= KEPT_MAX - 1);
  return [...replaced, ...beyond.map(({ name }) => name)];
}

/** Drops what earlier versions left in the browser of an account that signs out. */
export function dropAccountTickets(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: GiveDeps,
): void {
  for (const { name, text } of ticketCookiesOf(request)) {
    const ticket = deps.tickets.read(text);
    if (ticket && isOfAccount(ticket)) {
      reply.header('set-cookie', expiredCookie(name, isSecure(deps)));
    }
  }
}

function isSecure({ env }: Pick<Deps, 'env'>): boolean {
  return env.betterAuthUrl.startsWith('https:');
}
