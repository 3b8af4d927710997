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
  const texts = new Set(ticketCookiesOf(request).map(({ text }) => text));
  const header = request.headers[ticketHeader];
  if (typeof header === 'string') texts.add(header);
  return [...texts]
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
  const name = ticketCookie(sale.id);
  // Under the plain name as well: processes of the version before, which may run beside, know no other.
  for (const one of secure ? [`${hostPrefix}${name}`, name] : [name]) {
    reply.header('set-cookie', cookieText(one, ticket.text, { maxAgeSeconds, secure }));
  }
  for (const old of beyondTwenty(request, deps, name)) {
    reply.header('set-cookie', expiredCookie(old, secure));
  }
}

/** Of all sales but this one: tickets that open nothing, and the oldest beyond twenty with this one's. */
function beyondTwenty(request: FastifyRequest, { tickets }: GiveDeps, given: string): string[] {
  const sales = new Map<string, { names: string[]; joinedAt: number }>();
  for (const { name, text } of ticketCookiesOf(request)) {
    const plain = name.replace(hostPrefix, '');
    if (plain === given) continue;
    const ticket = tickets.read(text);
    const at = ticket && !isOfAccount(ticket) ? ticket.joinedAt : 0;
    const { names = [], joinedAt = 0 } = sales.get(plain) ?? {};
    sales.set(plain, { names: [...names, name], joinedAt: Math.max(joinedAt, at) });
  }
  if (sales.size < KEPT_MAX) return [];
  return [...sales.values()]
    .sort((a, b) => b.joinedAt - a.joinedAt)
    .filter(({ joinedAt }, place) => joinedAt === 0 || place >= KEPT_MAX - 1)
    .flatMap(({ names }) => names);
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
