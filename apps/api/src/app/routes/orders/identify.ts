import type { Sale } from '@flash/database';
import { hostPrefix, ticketCookie, ticketHeader } from '@flash/shared-types';
import { DAY_MS } from '@flash/shared-utils';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { cookieOf, cookiesOf, cookieText, expiredCookie } from '../../services/base/cookies.ts';
import type { Proof } from '../../services/buyer/proof.ts';
import type { Ticket } from '../../services/buyer/tickets.ts';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import type { SaleCache } from '../../services/shared/sale-cache.ts';

const TICKET_NAME = new RegExp(`^(?:${hostPrefix})?${ticketCookie('')}`);
const SHOWN_MAX = 50;
/** Over https each ticket has two names: with ten, a request's headers fit into the 8 KiB of a proxy. */
const KEPT_MAX = 10;
const DAY_SECONDS = DAY_MS / 1_000;
/** Buyers open receipts for a while after a sale. */
const KEPT_DAYS = 30;
/** Browsers keep no cookie longer. */
const KEPT_DAYS_MAX = 400;

type GiveDeps = Pick<Deps, 'env' | 'tickets'>;
type ReadDeps = Pick<Deps, 'env' | 'tickets' | 'clock'>;

/** The sale that a buyer named. Known ones cost nothing: no read, and no turn of the event loop. */
export async function saleOf(saleCache: SaleCache, id: string): Promise<Sale> {
  const sale = saleCache.peek(id) ?? (await saleCache.get(id));
  if (!sale) {
    throw new AppError('SALE_NOT_FOUND');
  }
  return sale;
}

type ProofDeps = Pick<Deps, 'env' | 'tickets' | 'clock'>;

/**
 * The buyer that a request proves to be in this sale: the account of its session, or the guest of its
 * ticket. An e-mail proves nothing; where it names another buyer than the ticket, neither counts.
 */
export async function proofOf(
  request: FastifyRequest,
  deps: ProofDeps,
  sale: Sale,
  email: string | undefined,
): Promise<Proof | null> {
  if (sale.identity === 'account') {
    const viewer = await request.viewer();
    return viewer && { buyer: viewer.userId, seq: null, email: viewer.email };
  }
  const ticket = ticketOf(request, deps, sale)?.ticket;
  if (!ticket || (email !== undefined && !isOf(ticket, deps, sale, email))) {
    return null;
  }
  const { buyer, seq } = ticket;
  return {
    buyer,
    seq,
    get email() {
      return email ?? deps.tickets.emailOf(ticket) ?? '';
    },
  };
}

/** Whether a ticket is of this mailbox. Its sealed address, where it is known already, saves the digest. */
function isOf(
  ticket: Ticket,
  { tickets }: Pick<Deps, 'tickets'>,
  sale: Sale,
  email: string,
): boolean {
  const isSame = sale.buyerKey !== null && tickets.knownEmailOf(ticket) === email;
  return isSame || guestBuyer(sale, email) === ticket.buyer;
}

/** The same for steps that need proof. */
export async function needProof(
  request: FastifyRequest,
  deps: ProofDeps,
  sale: Sale,
  email: string | undefined,
): Promise<Proof> {
  const proof = await proofOf(request, deps, sale, email);
  if (!proof) {
    throw new AppError(sale.identity === 'account' ? 'UNAUTHENTICATED' : 'NO_PROOF');
  }
  return proof;
}

export interface ShownTicket {
  text: string;
  ticket: Ticket;
}

/** The ticket that a request shows for a sale; the header wins over the cookie. An invalid ticket counts as absent. */
export function ticketOf(
  request: FastifyRequest,
  deps: ReadDeps,
  sale: Pick<Sale, 'id' | 'endsAt'>,
): ShownTicket | null {
  const { cookie, [ticketHeader]: header } = request.headers;
  const name = ticketCookie(sale.id);
  const prefixed = typeof header === 'string' ? header : cookieOf(cookie, `${hostPrefix}${name}`);
  const text = prefixed ?? cookieOf(cookie, name);
  const ticket = deps.tickets.read(text);
  if (text === undefined || ticket?.saleId !== sale.id) {
    return null;
  }
  const isOld = prefixed === undefined && isSecure(deps);
  if (isOld && hasEnded(ticket, deps, sale)) {
    return null;
  }
  return { text, ticket };
}

/**
 * Over https the plain name is the old one, under which a sibling domain can plant a cookie: it counts
 * only where there is no prefixed one, and no longer than a browser keeps what was set at the join.
 */
function hasEnded({ joinedAt }: Ticket, { clock }: ReadDeps, sale?: Pick<Sale, 'endsAt'>): boolean {
  const keptDays = sale ? keptDaysOf(sale.endsAt, joinedAt) : KEPT_DAYS_MAX;
  return clock.now() >= joinedAt + keptDays * DAY_MS;
}

function keptDaysOf(endsAt: number, from: number): number {
  const ahead = Math.max(0, Math.ceil((endsAt - from) / DAY_MS));
  return Math.min(KEPT_DAYS_MAX, KEPT_DAYS + ahead);
}

/**
 * Every valid guest ticket that a request shows, of any sale. In account sales only the session
 * is the proof: a ticket of one, which earlier versions also gave as a cookie, opens nothing.
 */
export function ticketsOf(request: FastifyRequest, deps: ReadDeps): Ticket[] {
  const cookies = ticketCookiesOf(request);
  const names = new Set(cookies.map(({ name }) => name));
  const header = request.headers[ticketHeader];
  const shown = new Map<string, { isOld: boolean }>();
  for (const { name, text } of cookies) {
    const isOld = isSecure(deps) && !name.startsWith(hostPrefix);
    if (!isOld) {
      shown.set(text, { isOld });
    } else if (!names.has(`${hostPrefix}${name}`) && !shown.has(text)) {
      shown.set(text, { isOld });
    }
  }
  if (typeof header === 'string') {
    shown.set(header, { isOld: false });
  }
  return [...shown].slice(0, SHOWN_MAX).flatMap(([text, { isOld }]) => {
    const ticket = deps.tickets.read(text);
    if (!ticket || isOfAccount(ticket) || (isOld && hasEnded(ticket, deps))) {
      return [];
    }
    return [ticket];
  });
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

/** Gives the ticket to the browser, where no script can read it, and to programs in a header. */
export function giveTicket(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: GiveDeps,
  sale: { id: string; endsAt: number; identity: 'guest' | 'account' },
  ticket: { text: string; now: number },
): void {
  reply.header(ticketHeader, ticket.text);
  // A cookie would outlive the session, and prove nothing where the session is the proof.
  if (sale.identity === 'account') {
    return;
  }
  const maxAgeSeconds = keptDaysOf(sale.endsAt, ticket.now) * DAY_SECONDS;
  const secure = isSecure(deps);
  const name = ticketCookie(sale.id);
  // Under the plain name as well: processes of the version before may run beside, and read no other.
  for (const one of secure ? [`${hostPrefix}${name}`, name] : [name]) {
    reply.header('set-cookie', cookieText(one, ticket.text, { maxAgeSeconds, secure }));
  }
  for (const old of beyondKept(request, deps, name)) {
    reply.header('set-cookie', expiredCookie(old, secure));
  }
}

/** Of all sales but this one: tickets that open nothing, and the oldest beyond ten with this one's. */
function beyondKept(request: FastifyRequest, { tickets }: GiveDeps, given: string): string[] {
  const sales = new Map<string, { names: string[]; joinedAt: number }>();
  for (const { name, text } of ticketCookiesOf(request)) {
    const plain = name.replace(hostPrefix, '');
    if (plain === given) {
      continue;
    }
    const ticket = tickets.read(text);
    const at = ticket && !isOfAccount(ticket) ? ticket.joinedAt : 0;
    const { names = [], joinedAt = 0 } = sales.get(plain) ?? {};
    sales.set(plain, { names: [...names, name], joinedAt: Math.max(joinedAt, at) });
  }
  if (sales.size < KEPT_MAX) {
    return [];
  }
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
