import { createLeaves, leafOf } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { createRecentlyUsed, createTickets, type NewTicket } from './tickets.ts';

const sale = { id: '65f000000000000000000001', leafKey: 'leaf-key', buyerKey: 'buyer-key' };
const place: NewTicket = {
  sale,
  buyer: 'gAbCdEfGhIjKlMnOpQrSt1',
  seq: 1_000_000_017,
  epoch: 1,
  joinedAt: 1_800_000_000_123,
  email: 'ann@example.org',
};

describe('tickets', () => {
  const tickets = createTickets({ secret: 'first-secret' });

  test('gives back the place and the e-mail that were put in', () => {
    const ticket = tickets.read(tickets.issue(place));
    expect(ticket).toMatchObject({
      saleId: sale.id,
      seq: place.seq,
      buyer: place.buyer,
      epoch: 1,
      joinedAt: place.joinedAt,
    });
    expect(ticket && tickets.emailOf(ticket)).toBe('ann@example.org');
  });

  test('keeps no address in readable form', () => {
    const text = tickets.issue(place);
    expect(text).not.toContain('ann');
    expect(Buffer.from(text.replaceAll('.', ''), 'base64url').toString('latin1')).not.toContain(
      'ann@',
    );
  });

  test('lets the bearer, who knows nothing else, find the own leaf in the public chain', () => {
    const { buyer, saleId, nonce } = tickets.read(tickets.issue(place)) ?? expect.fail();
    expect(leafOf(nonce, saleId, buyer)).toBe(createLeaves(sale).leafOf(buyer));
  });

  test('stays small: a browser sends one for each sale it joined', () => {
    expect(tickets.issue(place).length).toBeLessThan(240);
  });

  test('refuses a ticket in which any character was changed', () => {
    const text = tickets.issue(place);
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const forged = text.slice(0, at) + other + text.slice(at + 1);
      expect(tickets.read(forged)).toBeNull();
    }
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['noise', 'no-ticket'],
    ['ten empty parts', '.........'],
    ['a very long text', 'a.'.repeat(4_000)],
    ['control characters', 't1.a.b.c.d.e.f.g.h.\r\n'],
  ])('refuses %s', (_, text) => {
    expect(tickets.read(text)).toBeNull();
  });

  test('refuses a ticket signed with a secret it does not know', () => {
    const foreign = createTickets({ secret: 'another-secret' }).issue(place);
    expect(tickets.read(foreign)).toBeNull();
    const ownId = tickets.issue(place).split('.')[7] ?? '';
    const renamed = foreign.split('.');
    renamed[7] = ownId;
    expect(tickets.read(renamed.join('.'))).toBeNull();
  });

  test('still knows a place after the secret was rotated once', () => {
    const rotated = createTickets({ secret: 'second-secret', previous: 'first-secret' });
    const ticket = rotated.read(tickets.issue(place));
    expect(ticket?.seq).toBe(place.seq);
    expect(ticket && rotated.emailOf(ticket)).toBe('ann@example.org');
    expect(
      createTickets({ secret: 'third-secret', previous: 'second-secret' }).read(
        tickets.issue(place),
      ),
    ).toBeNull();
  });

  test('gives a sealed e-mail only to the place it was sealed for', () => {
    const ticket = tickets.read(tickets.issue(place));
    expect(ticket && tickets.emailOf({ ...ticket, buyer: 'gOther' })).toBeNull();
  });

  test('has no e-mail for an account, whose session is the proof', () => {
    const ticket = tickets.read(tickets.issue({ ...place, email: null }));
    expect(ticket && tickets.emailOf(ticket)).toBeNull();
  });
});

describe('a guest’s buyer id', () => {
  test('is short, the same for the same mailbox, and different in every sale', () => {
    const one = guestBuyer(sale, 'ann@example.org');
    expect(one).toMatch(/^g[A-Za-z0-9_-]{21}$/);
    expect(guestBuyer(sale, 'ann@example.org')).toBe(one);
    expect(guestBuyer({ buyerKey: 'other' }, 'ann@example.org')).not.toBe(one);
    expect(guestBuyer(sale, 'bob@example.org')).not.toBe(one);
  });

  test('cannot be made once the sale’s key is destroyed', () => {
    expect(guestBuyer({ buyerKey: null }, 'ann@example.org')).toBeNull();
  });
});

test('the last names are remembered, and never more than twice as many', () => {
  const recent = createRecentlyUsed<number>(10);
  for (let at = 0; at < 100; at += 1) {
    recent.set(`${at}`, at);
  }
  const known = Array.from({ length: 100 }, (_, at) => recent.get(`${at}`) === at);
  expect(known.slice(90)).toEqual(Array(10).fill(true));
  expect(known.filter(Boolean).length).toBeLessThanOrEqual(20);
});

test('what is used again and again is not forgotten', () => {
  const recent = createRecentlyUsed<string>(10);
  recent.set('own', 'kept');
  for (let at = 0; at < 100; at += 1) {
    recent.set(`${at}`, 'other');
    expect(recent.get('own')).toBe('kept');
  }
});
