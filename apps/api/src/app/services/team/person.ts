import { createHmac } from 'node:crypto';
import type { Database, Order, PersonKeys, Sale } from '@flash/database';
import type { Engine, Place, Places } from '@flash/reservation';
import type { PrivacyExport } from '@flash/shared-types';
import { type Clock, normaliseEmail } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Identity } from '../accounts/identity.ts';
import type { JoinTimes } from '../console/join-times.ts';
import type { AuditWriter } from '../shared/audit.ts';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { iso } from '../shared/wire.ts';

export interface Person {
  email: string;
  /** Every word by which an entry of the audit log could name the person. */
  names: string[];
  /** By what their orders are found. */
  keys: PersonKeys;
  account: PrivateAccount | null;
  /** Under which id each sale knows the person, if it does. */
  ids: { sale: Sale; buyer: string }[];
  orders: Order[];
}

/** A guest is found with the key of each sale; after the retention time a sale no longer has one. */
export async function personOf({ db }: PrivacyContext, email: string): Promise<Person> {
  const account = await accountOf(db.db, email);
  const ids: Person['ids'] = [];
  for await (const sale of db.sales.all()) {
    // Without an account an address may still have asked to hear of returned units.
    const buyer = sale.identity === 'account' && account ? account.id : guestBuyer(sale, email);
    if (buyer) {
      ids.push({ sale, buyer });
    }
  }
  const buyers = [...new Set(ids.map(({ buyer }) => buyer))];
  const names = [...new Set([email, ...(account ? [account.id] : []), ...buyers])];
  const keys = { email, buyers };
  return { email, names, keys, account, ids, orders: await db.orders.ofPerson(keys) };
}

/**
 * The holder of an account. It stands for what was done with the account and nothing else: its address
 * is not proved, so what a guest did under the same address may be another person's.
 */
export async function holderOf(
  { db }: PrivacyContext,
  { userId, email }: { userId: string; email: string },
): Promise<Person | null> {
  const account = await accountOf(db.db, normaliseEmail(email));
  if (account?.id !== userId) {
    return null;
  }
  const ids: Person['ids'] = [];
  for await (const sale of db.sales.all()) {
    if (sale.identity === 'account') {
      ids.push({ sale, buyer: userId });
    }
  }
  const keys = { buyers: [userId] };
  return { email, names: [userId], keys, account, ids, orders: await db.orders.ofPerson(keys) };
}

interface LivePlace {
  sale: Sale;
  buyer: string;
  place: Place;
  joinedAt: number | null;
  network: string | null;
}

/** Where the person stands in sales that Redis still keeps. */
export async function livePlacesOf(context: PrivacyContext, person: Person): Promise<LivePlace[]> {
  const { engine, joinTimes, places } = context;
  const found: LivePlace[] = [];
  for (const { sale, buyer } of person.ids) {
    if (sale.status === 'archived') {
      continue;
    }
    const seen = await engine.position(sale.id, [buyer]);
    if (seen.kind !== 'positions') {
      throw new AppError('RESTORING');
    }
    const [place] = seen.places;
    if (!place || place.state === 'none') {
      continue;
    }
    const seqs = place.state === 'waiting' ? [place.seq] : [];
    const times = await joinTimes(sale.id, seqs, seen.n);
    const [network = null] = await places.networksOf(sale.id, [buyer]);
    found.push({ sale, buyer, place, joinedAt: times.get(seqs[0] ?? 0) ?? null, network });
  }
  return found;
}

/** Equal for equal addresses; the address cannot be derived from it without the secret. */
export function pseudonymOf(secret: string, email: string): string {
  const digest = createHmac('sha256', secret).update(`privacy|${email}`).digest('hex');
  return `person-${digest.slice(0, 16)}`;
}

/** A reason may quote the address; the audit log must not. */
export function withoutAddress(text: string, email: string): string {
  const quoted = email.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(quoted, 'giu'), '(address)');
}

type PrivateAccount = NonNullable<PrivacyExport['account']>;

/** What the accounts library keeps of the one account with this address. */
async function accountOf(db: Database['db'], email: string): Promise<PrivateAccount | null> {
  const user = await db.collection('user').findOne({ email: { $eq: email } });
  if (!user) {
    return null;
  }
  const sessions = await db.collection('session').find({ userId: user._id }).toArray();
  return {
    id: user._id.toHexString(),
    name: String(user.name ?? ''),
    email: String(user.email),
    emailVerified: user.emailVerified === true,
    createdAt: user.createdAt instanceof Date ? iso(user.createdAt.getTime()) : null,
    lastUsedAt: user.lastUsedAt instanceof Date ? iso(user.lastUsedAt.getTime()) : null,
    sessions: sessions.map((session) => ({
      createdAt: iso(new Date(session.createdAt).getTime()),
      expiresAt: iso(new Date(session.expiresAt).getTime()),
      ip: session.ipAddress ? String(session.ipAddress) : null,
      userAgent: session.userAgent ? String(session.userAgent) : null,
    })),
  };
}

export interface PrivacyContext {
  db: Database;
  engine: Pick<Engine, 'position' | 'readLog'>;
  clock: Clock;
  identity: Pick<Identity, 'forget'>;
  writeAudit: AuditWriter;
  joinTimes: JoinTimes;
  places: Pick<Places, 'networksOf'>;
  /** Makes the name under which the audit log knows a person that it may not name. */
  secret: string;
}
