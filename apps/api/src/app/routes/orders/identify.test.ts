import { ticketCookie } from '@flash/shared-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it as test } from 'vitest';
import type { Deps } from '../../deps.ts';
import { createTickets } from '../../services/buyer/tickets.ts';
import { giveTicket, ticketOf, ticketsOf } from './identify.ts';

const tickets = createTickets({ secret: 'a secret of this test only' });
const DAY = 86_400_000;
const clock = { at: 1, now: () => clock.at };
const depsAt = (betterAuthUrl: string) =>
  ({ tickets, clock, env: { betterAuthUrl } }) as unknown as Deps;
const [https, http] = [depsAt('https://api.example'), depsAt('http://localhost:4000')];
const saleOf = (id: string) =>
  ({ id, identity: 'guest', endsAt: 1, leafKey: 'a key of this test' }) as const;
const ticketFor = (id: string, joinedAt = 1, email: string | null = 'ann@example.org') =>
  tickets.issue({ sale: saleOf(id), buyer: 'gAnn', seq: joinedAt, epoch: 1, joinedAt, email });
const requestWith = (...cookies: [name: string, text: string][]) =>
  ({
    headers: { cookie: cookies.map(([name, text]) => `${name}=${text}`).join('; ') },
  }) as FastifyRequest;

/** The set-cookie lines of a browser that joins this sale with these cookies. */
function given(deps: Deps, request: FastifyRequest, id: string): string[] {
  const lines: string[] = [];
  const reply = {
    header: (name: string, value: string) => name === 'set-cookie' && lines.push(value),
  };
  const ticket = { text: ticketFor(id), now: 1 };
  giveTicket(request, reply as unknown as FastifyReply, deps, saleOf(id), ticket);
  return lines;
}
const expiredIn = (lines: string[]) =>
  lines.filter((line) => line.includes('Max-Age=0')).map((line) => line.split('=', 1)[0]);

describe('over https a ticket cookie', () => {
  test('has a name that a sibling domain cannot set, and for older processes the old one as well', () => {
    const [fresh, old, ...rest] = given(https, requestWith(), 's1');
    expect(fresh).toMatch(/^__Host-flash_ticket_s1=[^;]+; Max-Age=\d+; Path=\/; .*; Secure$/);
    expect(fresh).not.toMatch(/Domain/i);
    expect(`__Host-${old}`).toBe(fresh);
    expect(rest).toEqual([]);
  });

  test('is read under its old name, and the prefixed one goes first', () => {
    const [own, planted] = [ticketFor('s1', 7), ticketFor('s1', 8)];
    const before = requestWith(['flash_ticket_s1', own]);
    expect(ticketOf(before, https, saleOf('s1'))?.ticket.seq).toBe(7);
    const both = requestWith(['flash_ticket_s1', planted], ['__Host-flash_ticket_s1', own]);
    expect(ticketOf(both, https, saleOf('s1'))?.ticket.seq).toBe(7);
    expect(ticketsOf(both, https).map(({ seq }) => seq)).toEqual([7]);
    const twice = requestWith(['flash_ticket_s1', own], ['__Host-flash_ticket_s1', own]);
    expect(ticketsOf(twice, https)).toHaveLength(1);
  });

  test('is taken under its old name no longer than a browser would have kept it', () => {
    const own = ticketFor('s1', 7);
    const old = requestWith(['flash_ticket_s1', own]);
    const fresh = requestWith(['__Host-flash_ticket_s1', own]);
    const seen = (request: FastifyRequest, at: number) => {
      clock.at = at;
      const found = [ticketOf(request, https, saleOf('s1')) !== null, ticketsOf(request, https)];
      clock.at = 1;
      return [found[0], (found[1] as unknown[]).length];
    };
    expect(seen(old, 30 * DAY)).toEqual([true, 1]);
    expect(seen(old, 31 * DAY)).toEqual([false, 1]);
    expect(seen(old, 401 * DAY)).toEqual([false, 0]);
    expect(seen(fresh, 401 * DAY)).toEqual([true, 1]);
  });
});

test('over http a ticket cookie keeps the plain name, which is the only one browsers take', () => {
  const lines = given(http, requestWith(), 's1');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^flash_ticket_s1=/);
});

test.each([
  ['http', http, ['']],
  ['https', https, ['__Host-', '']],
] as const)(
  'a browser that joins sale after sale over %s keeps its newest ten tickets, which fit into a request',
  (_, deps, prefixes) => {
    const jar = new Map<string, string>();
    for (let nth = 1; nth <= 60; nth += 1) {
      for (const old of expiredIn(given(deps, requestWith(...jar), `sale${nth}`))) {
        jar.delete(String(old));
      }
      for (const prefix of prefixes) {
        jar.set(`${prefix}${ticketCookie(`sale${nth}`)}`, ticketFor(`sale${nth}`, nth));
      }
    }
    expect([...jar.keys()]).toEqual(
      Array.from({ length: 10 }, (_, i) =>
        prefixes.map((prefix) => `${prefix}${ticketCookie(`sale${i + 51}`)}`),
      ).flat(),
    );
    expect(requestWith(...jar).headers.cookie?.length).toBeLessThan(6 * 1_024);
  },
);

test('tickets that open nothing are dropped before one that still opens a place', () => {
  const good: [string, string][] = Array.from({ length: 9 }, (_, i) => [
    ticketCookie(`s${i}`),
    ticketFor(`s${i}`, i + 1),
  ]);
  const forged: [string, string] = [ticketCookie('f'), 'forged'];
  const ofAccount: [string, string] = [ticketCookie('a'), ticketFor('a', 99, null)];
  const lines = given(http, requestWith(...good, forged, ofAccount), 'new');
  expect(expiredIn(lines).sort()).toEqual([ofAccount[0], forged[0]].sort());
});
