import type { Sale } from '@flash/database';
import { ticketHeader } from '@flash/shared-types';
import type { Seeded } from '@flash/testing';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import type { SignedIn, TestApp } from '../app.ts';
import { createBrowser, openSale, serve, someone } from '../shop.ts';
import type { Crowd } from './callers.ts';
import type { Known } from './values.ts';

/** Found in no log: what people type in comes with this. */
export const CANARY = 'canary';
const canaryEmail = () => `${CANARY}-${someone()}`;

export interface Shop {
  sales: Sale[];
  orderId: string;
  buyers: string[];
  emails: string[];
  memberId: string;
  invitationId: string;
  /** What guests show who hold a unit, wait, and have bought. */
  tickets: Record<string, string>[];
  /** Texts that must not be found in a log. */
  secrets: string[];
}

/** A shop with something of each kind, made anew now and then: what callers do wears it out. */
export async function openShop(
  api: TestApp,
  { buyer, owner }: Crowd,
  member: SignedIn,
): Promise<Shop> {
  const { deps } = api;
  const guests = await openSale(deps, { startingQuantity: 2 });
  const accounts = await openSale(deps, { startingQuantity: 2, identity: 'account' });
  const draft = await openSale(deps, { status: 'draft' });
  const people = [canaryEmail(), canaryEmail(), canaryEmail()].map((email) =>
    createBrowser(api, email),
  );
  for (const person of people) {
    await person.buy(guests);
  }
  await createBrowser(api, buyer.email).buy(accounts, buyer);
  await serve(deps, guests.id);
  await serve(deps, accounts.id);
  const [first] = people;
  const orderId = (await first?.confirm(guests))?.json().orderId;
  await deps.purchase.idle();
  const payload = { email: canaryEmail(), role: 'viewer' };
  const { headers } = owner;
  const url = '/team/invitations';
  const invited = await api.inject({ method: 'POST', url, payload, headers });
  const texts = people.map((person) => person.ticket(guests));
  return {
    sales: [guests, accounts, draft],
    orderId,
    buyers: people.map(({ email }) => guestBuyer(guests, email) ?? ''),
    emails: people.map(({ email }) => email),
    memberId: member.userId,
    invitationId: invited.json().id,
    tickets: texts.map((text) => ({ [ticketHeader]: text })),
    secrets: [...texts, invited.json().token],
  };
}

const NOWHERE = '6650f1a2b3c4d5e6f7a8b9c0';
const HOUR = 3_600_000;

/** The names that fields have in this API, and what is there to be named by them. */
export function knownIn(shop: Shop, path: string, random: Seeded): Known {
  const saleId = () => random.pick([...shop.sales.map(({ id }) => id), NOWHERE]);
  const email = () => random.pick([...shop.emails, `${CANARY}-new@buyers.test`]);
  const hours =
    (...from: number[]) =>
    () =>
      new Date(Date.now() + (random.pick(from) ?? 0) * HOUR).toISOString();
  const text =
    (...texts: string[]) =>
    () =>
      random.pick(texts);
  const pool: Record<string, () => unknown> = {
    flashSaleId: saleId,
    id: path.startsWith('/flash-sales') ? saleId : () => random.pick([shop.invitationId, NOWHERE]),
    orderId: () => random.pick([shop.orderId, shop.orderId, NOWHERE]),
    userId: () => random.pick([shop.memberId, NOWHERE]),
    buyer: () => random.pick(shop.buyers),
    email,
    userEmail: email,
    startsAt: hours(-1, 1),
    lobbyOpensAt: hours(-2, -1),
    endsAt: hours(2, 3),
    joinedFrom: hours(-1, 0),
    joinedTo: hours(0, 1),
    from: hours(-24, -1),
    to: hours(0, 1),
    password: text(`${CANARY} passphrase`),
    currentPassword: text(`${CANARY} passphrase`),
    newPassword: text(`${CANARY} passphrase 2`),
    reason: text('Because of a test'),
    by: () => random.pick([-1, 1, 5, -10_000_000]),
    expected: () => random.pick([0, 1, 1_000]),
  };
  return (name) => pool[name]?.();
}
