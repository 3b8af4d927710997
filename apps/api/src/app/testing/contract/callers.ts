import { hashOf } from '@flash/database';
import { keyScopes, type Role, ticketHeader } from '@flash/shared-types';
import { mongo } from 'mongoose';
import { hintOf, newKeyText } from '../../services/accounts/api-keys.ts';
import type { SignedIn, TestApp } from '../app.ts';
import type { Caller } from './access.ts';

type Headers = Record<string, string>;
export type Credentials = Record<Caller, Headers>;

export interface Crowd {
  /** What each of them sends. */
  credentials: Credentials;
  buyer: SignedIn;
  other: SignedIn;
  owner: SignedIn;
}

/** One caller of each kind. Sessions that have ended were those of owners: what opens the most. */
export async function gatherCallers(api: TestApp): Promise<Crowd> {
  const member = (role: Role) => api.signInAs(role);
  const owner = await member('owner');
  const buyer = await api.signInAs(null);
  const other = await api.signInAs(null);
  const credentials: Credentials = {
    'no session': {},
    'the buyer': buyer.headers,
    'another buyer': other.headers,
    'a viewer': (await member('viewer')).headers,
    'a member of support': (await member('support')).headers,
    'an operator': (await member('operator')).headers,
    'an owner': owner.headers,
    'an expired session': await expired(api, await member('owner')),
    'a revoked session': await revoked(api, await member('owner')),
    'a forged session': forged(owner),
    'a forged ticket': { [ticketHeader]: 't1.a.b.c.d.e.f.g.h.i' },
    'a ticket of another sale': { [ticketHeader]: 't1.a.b.c.d.e.f.g.h.i' },
    'a key with every scope': await keyOf(api, owner),
    'a key of another sale': await keyOf(api, owner, {
      saleId: new mongo.ObjectId().toHexString(),
    }),
    'an expired key': await keyOf(api, owner, { expiresAt: Date.now() - 1_000 }),
    'a revoked key': await keyOf(api, owner, { isRevoked: true }),
  };
  return { credentials, buyer, other, owner };
}

interface KeyWish {
  scopes?: readonly string[];
  saleId?: string;
  expiresAt?: number;
  isRevoked?: boolean;
}

/** What a program sends that has an API key, of every scope unless said otherwise. */
export async function keyOf(
  { deps: { db } }: TestApp,
  { userId }: SignedIn,
  { scopes = keyScopes, saleId, expiresAt, isRevoked }: KeyWish = {},
): Promise<Headers> {
  const text = newKeyText(false);
  const made = await db.apiKeys.create(
    {
      ...{ hash: hashOf(text), hint: hintOf(text), name: 'Test', scopes: [...scopes] },
      ...{ saleId: saleId ?? null, expiresAt: expiresAt ?? null },
      ...{ createdBy: userId, createdAt: Date.now() },
    },
    1_000,
  );
  if (isRevoked && made) {
    await db.apiKeys.revoke(made.id, Date.now());
  }
  return { authorization: `Bearer ${text}` };
}

async function expired({ deps }: TestApp, { userId, headers }: SignedIn): Promise<Headers> {
  const { modifiedCount } = await deps.db.db
    .collection('session')
    .updateMany(
      { userId: new mongo.ObjectId(userId) },
      { $set: { expiresAt: new Date(Date.now() - 1_000) } },
    );
  if (modifiedCount === 0) {
    throw new Error('there is no session to end');
  }
  await deps.identity.forget(userId);
  return headers;
}

async function revoked({ inject }: TestApp, { headers }: SignedIn): Promise<Headers> {
  const { statusCode } = await inject({ method: 'POST', url: '/api/auth/sign-out', headers });
  if (statusCode !== 200) {
    throw new Error(`sign-out answered ${statusCode}`);
  }
  return headers;
}

/** The token of a session that lives, under a signature that is not ours. */
function forged({ headers }: SignedIn): Headers {
  const [token = ''] = headers.authorization.split('.', 1);
  return { authorization: `${token}.bm90IG91ciBzaWduYXR1cmUgYXQgYWxsIG5vciBhbnk=` };
}

/** The tickets of a guest and of another one in the same sale; one that is altered, and one of another sale. */
export function ticketsOf(tickets: {
  buyer: string;
  other: string;
  elsewhere: string;
}): Partial<Credentials> {
  const { buyer, other, elsewhere } = tickets;
  const last = buyer.at(-1) === 'A' ? 'B' : 'A';
  return {
    'the buyer': { [ticketHeader]: buyer },
    'another buyer': { [ticketHeader]: other },
    'a forged ticket': { [ticketHeader]: `${buyer.slice(0, -1)}${last}` },
    'a ticket of another sale': { [ticketHeader]: elsewhere },
  };
}
