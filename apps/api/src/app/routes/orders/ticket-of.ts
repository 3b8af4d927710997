import { ticketCookie, ticketHeader } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { cookieOf, cookiesOf, cookieText } from '../../services/cookies.ts';
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
  const text =
    typeof header === 'string' ? header : cookieOf(request.headers.cookie, ticketCookie(saleId));
  const ticket = tickets.read(text);
  return text !== undefined && ticket?.saleId === saleId ? { text, ticket } : null;
}

/** Every valid ticket that a request shows, of whatever sale. */
export function ticketsOf(request: FastifyRequest, { tickets }: Pick<Deps, 'tickets'>): Ticket[] {
  const texts = [...cookiesOf(request.headers.cookie)]
    .filter(([name]) => name.startsWith(ticketCookie('')))
    .map(([, text]) => text);
  const header = request.headers[ticketHeader];
  if (typeof header === 'string') texts.push(header);
  return texts.slice(0, SHOWN_MAX).flatMap((text) => tickets.read(text) ?? []);
}

const SHOWN_MAX = 50;
const DAY_SECONDS = DAY_MS / 1_000;
/** Receipts are looked at for a while after a sale. */
const KEPT_DAYS = 30;
/** Browsers keep no cookie longer. */
const KEPT_DAYS_MAX = 400;

/** Gives the ticket to the browser, where no script can read it, and to whoever reads headers. */
export function giveTicket(
  reply: FastifyReply,
  { env }: Pick<Deps, 'env'>,
  sale: { id: string; endsAt: number },
  ticket: { text: string; now: number },
): void {
  const ahead = Math.max(0, Math.ceil((sale.endsAt - ticket.now) / DAY_MS));
  const maxAgeSeconds = Math.min(KEPT_DAYS_MAX, KEPT_DAYS + ahead) * DAY_SECONDS;
  const secure = env.betterAuthUrl.startsWith('https:');
  reply.header(ticketHeader, ticket.text);
  reply.header(
    'set-cookie',
    cookieText(ticketCookie(sale.id), ticket.text, { maxAgeSeconds, secure }),
  );
}
