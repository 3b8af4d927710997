import { ticketCookie, ticketHeader } from '@flash/shared-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
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
  const text = typeof header === 'string' ? header : request.cookies[ticketCookie(saleId)];
  const ticket = tickets.read(text);
  return text !== undefined && ticket?.saleId === saleId ? { text, ticket } : null;
}

/** Every valid ticket that a request shows, of whatever sale. */
export function ticketsOf(request: FastifyRequest, { tickets }: Pick<Deps, 'tickets'>): Ticket[] {
  const texts = Object.entries(request.cookies)
    .filter(([name]) => name.startsWith(ticketCookie('')))
    .map(([, text]) => text);
  const header = request.headers[ticketHeader];
  if (typeof header === 'string') texts.push(header);
  return texts.slice(0, SHOWN_MAX).flatMap((text) => tickets.read(text) ?? []);
}

const SHOWN_MAX = 50;
const DAY_SECONDS = 86_400;
/** Receipts are looked at for a while after a sale. */
const KEPT_DAYS = 30;

/** Gives the ticket to the browser, where no script can read it, and to whoever reads headers. */
export function giveTicket(
  reply: FastifyReply,
  { env }: Pick<Deps, 'env'>,
  sale: { id: string; endsAt: number },
  ticket: { text: string; now: number },
): void {
  const ahead = Math.max(0, Math.ceil((sale.endsAt - ticket.now) / 1_000));
  reply.header(ticketHeader, ticket.text);
  reply.setCookie(ticketCookie(sale.id), ticket.text, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: env.betterAuthUrl.startsWith('https:'),
    maxAge: Math.min(400, KEPT_DAYS + Math.ceil(ahead / DAY_SECONDS)) * DAY_SECONDS,
  });
}
