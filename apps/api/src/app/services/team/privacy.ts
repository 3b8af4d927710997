import { deleteAccount, type Forgetting, type Mail, type Sale } from '@flash/database';
import { type LogEntry, peopleIn } from '@flash/fairness';
import { mailKeyOfSale, unseal } from '@flash/shared-config';
import type { AuditEntry as AuditRow, PrivacyExport, PrivacyForgotten } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { memberView } from '../console/members.ts';
import { type Actor, type AuditEvent, auditRow, systemActor } from '../shared/audit.ts';
import { guestBuyer } from '../shared/buyer-digests.ts';
import { adminOrderOf, auditRowOf, iso, notesOf, phaseAt } from '../shared/wire.ts';
import {
  holderOf,
  livePlacesOf,
  type Person,
  type PrivacyContext,
  personOf,
  pseudonymOf,
  withoutAddress,
} from './person.ts';

const OVER = new Set(['ended', 'archived', 'cancelled']);
const TAIL = 1_000;

/**
 * Each step can be repeated, and the account, which says under which ids a person is known, goes
 * last: a call that was cut short is simply made again.
 */
export async function forgetPerson(
  context: PrivacyContext,
  actor: Actor,
  { email, reason }: { email: string; reason: string },
): Promise<PrivacyForgotten> {
  return forget(context, actor, await personOf(context, email), {
    action: 'privacy.forget',
    reason: withoutAddress(reason, email),
  });
}

/** Deletes the caller's own account and what was done with it; see `holderOf` for what that is. */
export async function forgetHolder(
  context: PrivacyContext,
  viewer: { userId: string; email: string },
): Promise<PrivacyForgotten> {
  const person = await holderOf(context, viewer);
  if (!person) {
    throw new AppError('UNAUTHENTICATED');
  }
  // The entry must not name the account that it says was deleted.
  const actor = { ...systemActor, userId: pseudonymOf(context.secret, person.email) };
  return forget(context, actor, person, { action: 'account.delete' });
}

async function forget(
  context: PrivacyContext,
  actor: Actor,
  person: Person,
  event: Pick<AuditEvent, 'action' | 'reason'>,
): Promise<PrivacyForgotten> {
  const { db, identity, clock, secret } = context;
  const { account, ids, email } = person;
  if (account && (await db.members.get(account.id))) {
    throw new AppError('PERSON_IN_TEAM');
  }
  await refuseWhileNeeded(context, person);
  const subject = pseudonymOf(secret, email);
  const row = await db.audit.begin(auditRow(actor, { ...event, subject }, clock.now()), null);
  await db.forgettings.note(noteOf(person), clock.now());

  const audit = await db.audit.forget(person.names, [email]);
  const orders = await db.orders.forgetPerson(person.keys);
  await db.preparedPayments.forgetPerson(person.keys);
  let blocks = 0;
  for (const { sale, buyer } of ids) {
    blocks += await db.blocks.forget(sale.id, buyer);
    await db.deviceCodes.forget(sale.id, buyer);
    const names = namesIn(sale, buyer, email);
    await db.mailConsents.forget(sale.id, names);
    await db.mails.forget(sale.id, names);
  }
  if (person.keys.email !== undefined) {
    await db.db.collection('invitations').deleteMany({ email });
  }
  if (account) {
    await deleteAccount(db, account.id);
    await identity.forget(account.id);
  }
  await db.audit.complete(row, 'done');
  return { ok: true, account: account !== null, orders, blocks, audit };
}

/** Under which a sale's mails know a person: the buyer, and the digest of the address where that is another one. */
function namesIn(sale: Sale, buyer: string, email: string): string[] {
  return [...new Set([buyer, guestBuyer(sale, email) ?? buyer])];
}

/** By ids that lead to no person by themselves: a backup that still has the person is brought up to date by it. */
function noteOf({ account, keys, orders }: Person): Forgetting {
  const buyers = [...new Set([...keys.buyers, ...orders.map(({ buyer }) => buyer)])];
  return {
    ...{ kind: 'person', account: account?.id ?? null, buyers },
    isByAddress: keys.email !== undefined,
  };
}

async function refuseWhileNeeded(context: PrivacyContext, person: Person): Promise<void> {
  const isOver = (sale: Sale) => OVER.has(phaseAt(sale, context.clock.now()));
  const running = new Set(
    person.ids.filter(({ sale }) => !isOver(sale)).map(({ sale }) => sale.id),
  );
  if (person.orders.some(({ live, saleId }) => live && running.has(saleId))) {
    throw new AppError('PERSON_IN_SALE');
  }
  for (const { sale, place } of await livePlacesOf(context, person)) {
    const isPaying = place.state === 'held' || place.state === 'claimed';
    const isWaiting = place.state === 'waiting' || place.state === 'sold';
    if (isPaying || (isWaiting && !isOver(sale))) {
      throw new AppError('PERSON_IN_SALE');
    }
  }
  for (const { sale, buyer } of person.ids) {
    if (sale.status !== 'archived' && (await isBeingStored(context, sale, buyer))) {
      throw new AppError('BUSY', { retryAfterMs: 1_000 });
    }
  }
}

/** What a worker is about to store would name the person again. */
async function isBeingStored(
  { db, engine }: PrivacyContext,
  sale: Sale,
  buyer: string,
): Promise<boolean> {
  const last = await db.blocks.last(sale.id);
  const tail = await engine.readLog(sale.id, (last?.to ?? 0) + 1, TAIL);
  return tail.length === TAIL || tail.some((entry) => names(entry, buyer));
}

function names(entry: LogEntry, buyer: string): boolean {
  if (entry.type === 'unknown') {
    return peopleIn(entry.values).includes(buyer);
  }
  return JSON.stringify(entry).includes(`"${buyer}"`);
}

/** Everything that is kept about one person, to be handed over. */
export async function exportPerson(
  context: PrivacyContext,
  actor: Actor,
  { email, reason }: { email: string; reason: string },
): Promise<PrivacyExport> {
  const person = await personOf(context, email);
  const subject = pseudonymOf(context.secret, email);
  const why = withoutAddress(reason, email);
  const copy = await copyOf(context, person);
  await context.writeAudit(actor, { action: 'privacy.export', subject, reason: why });
  return copy;
}

/** The same for the caller's own account. */
export async function exportHolder(
  context: PrivacyContext,
  viewer: { userId: string; email: string },
): Promise<PrivacyExport> {
  const person = await holderOf(context, viewer);
  if (!person) {
    throw new AppError('UNAUTHENTICATED');
  }
  return copyOf(context, person);
}

async function copyOf(context: PrivacyContext, person: Person): Promise<PrivacyExport> {
  const places = await livePlacesOf(context, person);
  const named = await context.db.audit.naming(person.names);
  const account = person.account ?? undefined;
  return {
    email: person.email,
    exportedAt: iso(context.clock.now()),
    account: person.account,
    orders: person.orders.map((order) => ({
      ...adminOrderOf(order),
      // Not which colleague wrote them.
      notes: notesOf(order).map(({ at, text }) => ({ at, text })),
    })),
    places: places.map(({ sale, ...seen }) => ({
      ...memberView(sale, seen, sale.identity === 'account' ? account : undefined),
      flashSaleId: sale.id,
      saleName: sale.name,
    })),
    ...(await mailsOf(context, person)),
    audit: named.map((entry) => withoutOthers(auditRowOf(entry), person)),
  };
}

async function mailsOf(
  { db }: PrivacyContext,
  { ids, email, account }: Person,
): Promise<Pick<PrivacyExport, 'mails' | 'mailWishes'>> {
  const mails: PrivacyExport['mails'] = [];
  const note = ({ saleId, kind, state, at, sentAt }: Mail) =>
    mails.push({
      ...{ flashSaleId: saleId, kind, state, at: iso(at) },
      sentAt: sentAt === null ? null : iso(sentAt),
    });
  for (const mail of account ? await db.mails.ofAccount(account.id) : []) {
    note(mail);
  }
  const mailWishes: PrivacyExport['mailWishes'] = [];
  for (const { sale, buyer } of ids) {
    const sent = await db.mails.ofPerson(sale.id, namesIn(sale, buyer, email));
    for (const mail of sent) {
      note(mail);
    }
    const wish = await db.mailConsents.get(sale.id, buyer);
    if (wish && sale.buyerKey !== null) {
      const { address: sealed, locale, timeZone, at } = wish;
      const address = unseal(mailKeyOfSale(sale.buyerKey), sealed, `${sale.id}/${buyer}`);
      mailWishes.push({ flashSaleId: sale.id, address, locale, timeZone, at: iso(at) });
    }
    const to = guestBuyer(sale, email);
    const asked = to === null ? null : await db.mailConsents.returnWish(sale.id, to);
    if (asked) {
      const { locale, timeZone, at } = asked;
      mailWishes.push({ flashSaleId: sale.id, address: email, locale, timeZone, at: iso(at) });
    }
  }
  return { mails, mailWishes };
}

/** What was done stays, and by which role; which colleague did it and from where is theirs to keep. */
function withoutOthers(row: AuditRow, { email, account }: Person): AuditRow {
  const { id, email: address, role } = row.actor;
  if (id === account?.id || address === email || id === 'system') {
    return row;
  }
  return { ...row, actor: { id: 'team', email: null, role }, ip: null, requestId: null };
}
