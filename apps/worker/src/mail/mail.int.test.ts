import { randomUUID } from 'node:crypto';
import {
  connectDatabase,
  type Database,
  type Mail,
  mailIdOf,
  type NewMail,
  type Sale,
} from '@flash/database';
import { outboxChannel } from '@flash/reservation';
import {
  accountMailKey,
  createLogger,
  mailKeyOfSale,
  mailLinkKey,
  seal,
  unseal,
} from '@flash/shared-config';
import { testDatabaseUri } from '@flash/testing';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import { openSmtpSink, type SmtpSink } from '../testing/smtp-sink.ts';
import { onThisMachine, openStage, type Stage, until } from '../testing/stage.ts';
import {
  makeWebhookEndpoint,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSafe,
  webhookSettings,
} from '../testing/webhook-receiver.ts';
import { createWebhookSender, type WebhookSender } from '../webhooks/sender.ts';
import { composeWebhookMail } from './webhook-mail.ts';

const SECRET = 'the-secret-that-signs-tickets-in-this-test';
const CODE = '347-9CD-FHJ-KMN-PQ3';
const FROM = 'Shop <shop@example.org>';

let stage: Stage;
let sink: SmtpSink;
beforeAll(async () => {
  [stage, sink] = await Promise.all([openStage(), openSmtpSink()]);
});
afterAll(async () => {
  await stage.close();
  await sink.close();
});

const mailSettings = () => ({
  ...{ smtpUrl: sink.url, from: FROM, replyTo: 'help@example.org', locale: 'de' },
  ...{ siteUrl: 'https://shop.example.org', adminUrl: 'https://team.example.org' },
  secrets: ['a newer secret', SECRET],
  seller: 'Example Shop Ltd\nVAT GB123',
});

let mailing: Promise<unknown> | undefined;
/** One worker writes the mails of all tests. */
const startMailing = () => {
  mailing ??= stage.startWorker({ mail: mailSettings() });
  return mailing;
};

const outbox = () => stage.db.db.collection<{ _id: string; state: string }>('mails');

/** The time for which it had to wait is over. */
async function makeDue(sale: Sale, kind: string): Promise<void> {
  const _id = (await mailOf(sale, kind))?.id ?? '';
  await outbox().updateOne({ _id }, { $set: { nextAt: new Date() } });
}

async function mailOf(sale: Sale, kind: string) {
  const { items } = await stage.db.mails.list({ saleId: sale.id });
  return items.find((mail) => mail.kind === kind);
}

/** Says what the page of a guest says: mail me. */
async function consent(
  sale: Sale,
  { buyer, seq }: { buyer: string; seq: number },
  changes: { locale?: string; timeZone?: string } = {},
): Promise<string> {
  const address = `${buyer}-${sale.id}@example.org`;
  const owner = `${sale.id}/${buyer}`;
  const key = mailKeyOfSale(sale.buyerKey ?? '');
  const link = {
    hash: `hash-${owner}`,
    ticket: 'sealed',
    token: seal(mailLinkKey(SECRET), CODE.replaceAll('-', ''), owner),
  };
  await stage.db.mailConsents.put(
    {
      ...{ saleId: sale.id, buyer, seq, to: `to-${owner}`, address: seal(key, address, owner) },
      ...{ locale: 'en', timeZone: 'Europe/Berlin', at: Date.now(), link, ...changes },
    },
    [],
  );
  return address;
}

/** Says what the page of a sold-out sale says: mail me when a unit comes back. */
async function askForReturns(sale: Sale, name: string): Promise<string> {
  const [address, to] = [`${name}-${sale.id}@example.org`, `to-${name}`];
  const key = mailKeyOfSale(sale.buyerKey ?? '');
  await stage.db.mailConsents.putReturnWish({
    ...{ saleId: sale.id, seq: to.length, to, at: Date.now(), locale: 'de' },
    address: seal(key, address, `${sale.id}/returned/${to}`),
    timeZone: 'Europe/Berlin',
  });
  return address;
}

async function sentReturns(sale: Sale): Promise<number> {
  const filter = { saleId: sale.id, kind: 'returned', state: 'sent' } as const;
  return (await stage.db.mails.list(filter)).total;
}

/** The first one holds the only unit, the second one waits and wants mail. */
async function lineOfTwo(changes: { locale?: string } = {}) {
  const sale = await stage.openSale({ startingQuantity: 1, name: 'Night Runner 2' });
  const crowd = crowdOf(stage, sale.id);
  const [first = '', second = ''] = await crowd.join(2);
  await until('the first one holds', async () => (await crowd.place(first)).state === 'held');
  const place = await crowd.place(second);
  const seq = place.state === 'waiting' ? place.seq : 0;
  const address = await consent(sale, { buyer: second, seq }, changes);
  return { sale, crowd, first, second, address };
}

describe('a worker with a mail server', () => {
  test('sends an order to its address once, with what was bought, by whom it is sold, and nothing that tracks', async () => {
    await startMailing();
    const sale = await stage.openSale({ name: 'Night\nRunner 2', timeZone: 'Europe/Berlin' });
    const crowd = crowdOf(stage, sale.id);
    const [buyer = ''] = await crowd.join(1, { prefix: `order-${sale.id}-` });
    await until('it is held', async () => (await crowd.place(buyer)).state === 'held');
    const address = {
      ...{ line1: 'Erfundene Gasse 12', line2: null, postcode: '10115', city: 'Berlin' },
      ...{ region: null, country: 'DE' },
    };
    const contact = { name: 'Ada Lovelace', phone: null, address };
    const order = await payingOf(stage, sale).buy(buyer, contact);
    const mail = await sink.next(`${buyer}@example.org`);
    expect(mail.text).toContain(
      'Lieferadresse:\nAda Lovelace\nErfundene Gasse 12\n10115 Berlin\nDeutschland\n',
    );
    expect(mail.subject).toMatch(/^Ihre Bestellung [0-9A-Z-]{11}: Night Runner 2$/);
    expect(mail.text).toContain('Summe: 19,99\u00a0€');
    expect(mail.text).toContain('Example Shop Ltd\nVAT GB123');
    expect(mail.text).toContain(`https://shop.example.org/de/orders/${order.id}`);
    expect(mail.text).toMatch(/Bestellt: .*(MEZ|MESZ|CET|CEST|GMT\+[12])/);
    expect(mail.parsed.html).toBe(false);
    expect(mail.parsed.from?.text).toBe('"Shop" <shop@example.org>');
    expect(mail.parsed.replyTo?.text).toBe('help@example.org');
    expect(mail.messageId).toBe(`<${sale.id}.${order.fence}.order@example.org>`);
    await until('it is noted', async () => (await mailOf(sale, 'order'))?.state === 'sent');
    const kept = await mailOf(sale, 'order');
    const text = unseal(mailKeyOfSale(sale.buyerKey ?? ''), kept?.sealed ?? '', kept?.id ?? '');
    expect(JSON.parse(text ?? '{}')).toMatchObject({ subject: mail.subject });
    expect(JSON.stringify(await outbox().find().toArray())).not.toMatch(/@example\.org|Gasse/);

    // Written in the transaction of the refund: what a member of the team does needs no log.
    const database = stage.db.db;
    await database
      .collection('orders')
      .updateOne({ code: order.code }, { $set: { payment: 'captured' } });
    await refundAsTheApi(order.id);
    const refund = await sink.next(`${buyer}@example.org`, 2);
    expect(refund.text).toContain('Wir erstatten Ihre Bestellung');
    expect(refund.text).toContain('19,99');
    expect(sink.to(`${buyer}@example.org`)).toHaveLength(2);
  });

  test('says “your turn” within two seconds of the grant, with a link that opens the place', async () => {
    const { sale, crowd, first, second, address } = await lineOfTwo({ locale: 'de' });
    await stage.engine.leave(sale.id, { buyer: first });
    const leftAt = performance.now();
    const mail = await sink.next(address);
    expect(mail.at - leftAt).toBeLessThan(await onThisMachine(2_000));
    expect(mail.subject).toBe('Sie sind dran: Night Runner 2');
    const { expiresAt } = await crowd.hold(second);
    const clock = new Intl.DateTimeFormat('de', {
      ...{ timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' },
    }).format(expiresAt);
    expect(mail.text).toContain(clock);
    expect(mail.text).toContain(`https://shop.example.org/de/sales/${sale.id}/#code=${CODE}`);
    // It is noted a moment after the server took it.
    await until('it is sent', async () => (await mailOf(sale, 'turn'))?.state === 'sent');
    const kept = await mailOf(sale, 'turn');
    const text = unseal(mailKeyOfSale(sale.buyerKey ?? ''), kept?.sealed ?? '', kept?.id ?? '');
    // The team reads what was sent, and not what would open the place.
    expect(text).toContain(`/de/sales/${sale.id}/`);
    expect(text).not.toContain(CODE);
  });

  test('reminds of the end of a hold by how the hold is then, and of one that is over not at all', async () => {
    const { sale, crowd, first, second, address } = await lineOfTwo();
    await stage.engine.leave(sale.id, { buyer: first });
    await sink.next(address);
    const planned = await mailOf(sale, 'ending');
    const { expiresAt } = await crowd.hold(second);
    expect(planned).toMatchObject({ state: 'waiting', nextAt: expiresAt - 180_000 });
    const id = planned?.id ?? '';
    await makeDue(sale, 'ending');
    await until('it is postponed', async () => (await stage.db.mails.get(id))?.why !== null);
    const postponed = await stage.db.mails.get(id);
    expect(postponed).toMatchObject({ state: 'waiting', tries: 0 });
    expect(Math.abs((postponed?.nextAt ?? 0) - (expiresAt - 180_000))).toBeLessThan(5_000);
    await stage.engine.leave(sale.id, { buyer: second });
    await makeDue(sale, 'ending');
    await until('it is skipped', async () => (await stage.db.mails.get(id))?.state === 'skipped');
    expect(sink.to(address)).toHaveLength(1);
  });

  test('tells that a reservation ran out, with words for the language that was asked for', async () => {
    const sale = await stage.openSale({ startingQuantity: 1 }, { holdMs: 1_500 });
    const crowd = crowdOf(stage, sale.id);
    const [buyer = ''] = await crowd.join(1);
    await until('it is held', async () => (await crowd.place(buyer)).state === 'held');
    const { seq } = await crowd.hold(buyer);
    // Where it is noon now: the mail could wait for the morning elsewhere. These zones count westwards.
    const west = new Date().getUTCHours() - 12;
    const timeZone = `Etc/GMT${west > 0 ? '+' : ''}${west || ''}`;
    const address = await consent(sale, { buyer, seq }, { locale: 'ar', timeZone });
    const mail = await sink.next(address);
    expect(mail.subject).toContain('انتهى حجزك');
  });

  test('tells who asked, once and then never again, that a sold-out sale has a unit that no one is in line for', async () => {
    const sale = await stage.openSale({ startingQuantity: 1, name: 'Night Runner 2' });
    const crowd = crowdOf(stage, sale.id);
    const heldBy = (buyer: string) =>
      until('it is held', async () => (await crowd.place(buyer)).state === 'held');
    const [first = '', second = ''] = await crowd.join(2);
    await heldBy(first);
    const asked = await askForReturns(sale, 'first');
    // The next one in line gets it: there is nothing to tell.
    await stage.engine.leave(sale.id, { buyer: first });
    await heldBy(second);
    await stage.engine.leave(sale.id, { buyer: second });
    const mail = await sink.next(asked);
    expect(mail.subject).toBe('Wieder verfügbar: Night Runner 2');
    expect(mail.text).toContain(`https://shop.example.org/de/sales/${sale.id}/\n`);
    expect(mail.text).toContain('nicht für Sie reserviert');
    await until('it is noted', async () => (await sentReturns(sale)) === 1);
    expect(await stage.db.mailConsents.returnWishes(sale.id, 10)).toEqual([]);

    const later = await askForReturns(sale, 'second');
    const [third = ''] = await crowd.join(1, { prefix: 'third-' });
    await heldBy(third);
    await stage.engine.leave(sale.id, { buyer: third });
    await sink.next(later);
    await until('it is noted', async () => (await sentReturns(sale)) === 2);
    expect([sink.to(asked).length, sink.to(later).length]).toEqual([1, 1]);
  });

  test('tries again what the server does not take now, and gives up what it will never take', async () => {
    const { sale, crowd, first, second, address } = await lineOfTwo();
    sink.fail({ code: 451, at: 'data' });
    await stage.engine.leave(sale.id, { buyer: first });
    await until('it was tried', async () => ((await mailOf(sale, 'turn'))?.tries ?? 0) === 1);
    await until('why', async () => (await mailOf(sale, 'turn'))?.why?.includes('451') === true);
    await makeDue(sale, 'turn');
    const mail = await sink.next(address);
    expect(mail.messageId).toMatch(/\.turn@example\.org>$/);

    sink.fail({ code: 550, at: 'recipient' });
    const { seq } = await crowd.hold(second);
    const about = { saleId: sale.id, buyer: second, seq, fence: null, at: Date.now() };
    await stage.db.mails.write([{ ...about, kind: 'placed' }]);
    await until('it failed', async () => (await mailOf(sale, 'placed'))?.state === 'failed');
    expect((await mailOf(sale, 'placed'))?.why).toContain('550');

    // A member of the team has it sent again: as a mail of its own, since servers drop what they had before.
    const failed = await mailOf(sale, 'placed');
    expect(await stage.db.mails.resend(failed?.id ?? '', Date.now(), () => [])).toBe('waiting');
    const again = await sink.next(address, 2);
    expect(again.messageId).toContain('.placed.r1@');
  });
});

async function refundAsTheApi(orderId: string): Promise<void> {
  const db = await connectDatabase(stage.env.MONGODB_URI ?? '', { writesMails: true });
  try {
    const outcome = await db.orders.refund(orderId, { returnUnit: false });
    expect(outcome.kind).toBe('refunded');
  } finally {
    await db.close();
  }
}

test('mails of a kind that only later versions know stay due for their workers, of a sale and of none', async () => {
  await startMailing();
  const sale = await stage.openSale();
  const later = [sale.id, null].map(
    (saleId): NewMail => ({
      ...{ saleId, buyer: randomUUID(), seq: null, fence: 7, at: Date.now() },
      kind: 'later-kind' as NewMail['kind'],
    }),
  );
  await stage.db.mails.write(later);
  const read = () => Promise.all(later.map((mail) => stage.db.mails.get(mailIdOf(mail))));
  await until('both were looked at', async () => (await read()).every((mail) => mail?.why));
  const left = { state: 'waiting', tries: 0, why: 'this worker does not know its kind' };
  const before = await read();
  expect(before).toMatchObject([left, left]);
  await until('both were looked at again', async () =>
    (await read()).every((mail, at) => Number(mail?.nextAt) > Number(before[at]?.nextAt)),
  );
  await outbox().deleteMany({ _id: { $in: later.map(mailIdOf) } });
});

describe('a link to an account', () => {
  /** Asked for as the API does it. */
  async function ask(kind: 'password' | 'address', now = Date.now(), database = stage.db) {
    const { db } = database;
    const email = `${randomUUID()}@example.org`;
    const _id = new mongo.ObjectId();
    const userId = _id.toHexString();
    await db.collection('user').insertOne({ _id, email, emailVerified: false });
    await db
      .collection('account')
      .insertOne({ userId: _id, providerId: 'credential', password: 'a hash' });
    let token = '';
    const outcome = await database.accountLinks.ask({
      ...{ userId, kind, locale: 'de', now },
      seal(link) {
        ({ token } = link);
        return seal(accountMailKey(SECRET), JSON.stringify(link), `${userId}:${kind}`);
      },
    });
    expect(outcome).toBe('written');
    const mail = async () => (await database.mails.ofAccount(userId))[0];
    return { email, userId, token, mail };
  }

  test('arrives in the language of its reader, and what is kept of it opens nothing', async () => {
    await startMailing();
    const { email, token, mail } = await ask('password');
    const arrived = await sink.next(email);
    expect(arrived.subject).toBe('Ein neues Passwort für Ihr Konto bei shop.example.org');
    expect(arrived.text).toContain(`https://shop.example.org/de/password#token=${token}`);
    await until('it is noted', async () => (await mail())?.state === 'sent');
    const { id = '', sealed } = (await mail()) ?? {};
    const kept = unseal(accountMailKey('a newer secret'), sealed ?? '', id);
    expect(kept).toContain('https://shop.example.org/de/password');
    expect(kept).not.toContain(token);
  });

  test('that cannot be written waits, says why, and has lost none of its tries at the server', async () => {
    await startMailing();
    const { userId, mail } = await ask('address', Date.now() + 1_000);
    const sealed = seal(accountMailKey(SECRET), 'no link', `${userId}:address`);
    await stage.db.db.collection('accountlinks').updateOne({ userId }, { $set: { sealed } });
    await until('it was looked at', async () => (await mail())?.why != null);
    expect(await mail()).toMatchObject({
      ...{ state: 'waiting', tries: 0, why: 'it could not be written' },
    });
  });

  test('leaves within two seconds although nothing else happens: the workers are told of it', async () => {
    const mongoUri = testDatabaseUri();
    const own = await openStage({ mongoUri });
    // Always at rest: a look of its own comes each five seconds.
    await own.startWorker({ mail: mailSettings(), awakeMs: 0 });
    const api = await connectDatabase(mongoUri, {
      onOutbox: () => void own.redis.publish(outboxChannel, ''),
    });
    const startedAt = performance.now();
    const { email } = await ask('address', Date.now(), api);
    const arrived = await sink.next(email);
    expect(arrived.at - startedAt).toBeLessThan(await onThisMachine(2_000));
    await api.close();
    await own.close();
  });

  test('is not sent once it has run out, or was replaced', async () => {
    await startMailing();
    const { email, mail } = await ask('password', Date.now() - 3_600_000);
    await until('it is skipped', async () => (await mail())?.state === 'skipped');
    expect(sink.to(email)).toEqual([]);
    const proof = await ask('address');
    const arrived = await sink.next(proof.email);
    expect(arrived.text).toContain(`https://shop.example.org/de/account#token=${proof.token}`);
  });
});

describe('a webhook that was switched off', () => {
  let receiver: WebhookReceiver;
  let owners: string[];
  let withMails: Database;
  let sender: WebhookSender;
  beforeAll(async () => {
    await startMailing();
    receiver = await startWebhookReceiver();
    withMails = await connectDatabase(stage.env.MONGODB_URI ?? '', { writesMails: true });
    // Not a worker's own: of all workers on this Redis, those of other tests too, one sends what is due.
    sender = createWebhookSender({
      ...{ webhooks: withMails.webhooks, safe: webhookSafe, policy: webhookSettings.policy },
      ...{ alert: () => {}, metrics: createMetrics(), times: { retryMs: [0] } },
      log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
      onMails: () => void stage.redis.publish(outboxChannel, ''),
    });
    owners = [await addMember('owner'), await addMember('owner')];
  });
  afterAll(async () => {
    await sender.close();
    await withMails.close();
    await receiver.close();
  });

  /** Answers the address of its account. */
  async function addMember(role: 'owner' | 'operator'): Promise<string> {
    const _id = new mongo.ObjectId();
    const email = `${role}-${_id.toHexString()}@example.org`;
    const name = '';
    await stage.db.db.collection('user').insertOne({ _id, email, name, emailVerified: false });
    await stage.db.members.put({ userId: _id.toHexString(), email, name, role, createdBy: null });
    return email;
  }

  async function send(endpoint: string): Promise<void> {
    const at = Date.now();
    const id = `evt_${endpoint}_test_${at}`;
    const about = { saleId: null, n: null, type: 'webhook.test', body: '{}' };
    await stage.db.webhooks.add([{ ...about, id, endpoint, at, nextAt: at }]);
    await until('it is sent', async () => (await sender.sendDue()) > 0);
  }

  const mailsAbout = async ({ id }: { id: string }) =>
    (await stage.db.mails.list({ kind: 'webhook', limit: 100 })).items.filter(
      ({ about }) => about === id,
    );

  test('because its receiver answers 410 is told to each owner once, each time it happens, without the path that may be a secret', async () => {
    const operator = await addMember('operator');
    const { endpoint } = await makeWebhookEndpoint(stage.db.webhooks, receiver.url, {
      description: 'Warehouse',
    });
    receiver.answers.push(410);
    await send(endpoint.id);
    const { host } = new URL(receiver.url);
    const told = await Promise.all(owners.map((owner) => sink.next(owner)));
    for (const { subject, text } of told) {
      expect(subject).toBe(`Webhook deaktiviert: ${host}`);
      expect(text).toContain(`den Webhook Warehouse (${host})`);
      expect(text).toContain('Der Empfänger hat mit 410 (Gone) geantwortet');
      expect(text).toContain('Letzte Antwort: 410');
      const page = `https://team.example.org/dashboard/webhooks?webhook=${endpoint.id}`;
      expect(text).toContain(`wieder: ${page}\n`);
      expect(text).not.toContain('/hook\n');
    }
    await until('both are noted', async () => {
      return (await mailsAbout(endpoint)).every(({ state }) => state === 'sent');
    });
    expect(sink.to(operator)).toEqual([]);

    // Another worker that is late hears the same answer, and writes nothing.
    const late = { why: 'gone', at: Date.now(), status: 410, error: null } as const;
    expect(await stage.db.webhooks.end(endpoint.id, late)).toBeNull();
    await stage.db.webhooks.edit(endpoint.id, { state: 'active' });
    receiver.answers.push(410);
    await send(endpoint.id);
    const [again] = await Promise.all(owners.map((owner) => sink.next(owner, 2)));
    expect(again?.messageId).not.toBe(told[0]?.messageId);
    const ids = [...told, again].map((mail) => mail?.messageId ?? '');
    expect(ids.every((id) => id.includes(`-${endpoint.id}-`))).toBe(true);
    expect(await mailsAbout(endpoint)).toHaveLength(4);
  });

  test('is not told of once it is on again, nor to an account that is no longer an owner', async () => {
    const { endpoint } = await makeWebhookEndpoint(withMails.webhooks, receiver.url);
    const deps = { siteUrl: 'https://shop.example.org', secrets: [SECRET], locale: 'en' };
    const compose = (mail: Mail) =>
      composeWebhookMail({ ...deps, db: stage.db, adminUrl: 'https://team.example.org' }, mail);
    // Due later than this test: the worker of the other tests takes none of them.
    const at = Date.now() + 3_600_000;
    const error = 'ERR_TLS: read more at https://receiver.example';
    const ids = await withMails.webhooks.end(endpoint.id, {
      ...{ why: 'failing', at, status: null, error },
    });
    expect(ids).toHaveLength(owners.length);
    const mail = await stage.db.mails.get(ids?.[0] ?? '');
    if (!mail) {
      throw new Error('there is no mail');
    }
    const composed = await compose(mail);
    expect(composed).toMatchObject({ kind: 'message', address: owners[0] });
    expect(JSON.stringify(composed)).toContain('Last answer: ERR_TLS');
    expect(JSON.stringify(composed)).not.toContain('receiver.example');
    await stage.db.members.put({
      ...{ userId: mail.buyer, email: owners[0] ?? '', name: '', role: 'viewer', createdBy: null },
    });
    expect(await compose(mail)).toMatchObject({
      kind: 'skip',
      why: 'the account is no longer that of an owner',
    });
    await stage.db.webhooks.edit(endpoint.id, { state: 'active' });
    expect(await compose(mail)).toMatchObject({
      kind: 'skip',
      why: 'the webhook was changed or deleted meanwhile',
    });
  });
});

test('one address gets at most ten mails about places of a sale within an hour', async () => {
  await startMailing();
  const { sale, second, address } = await lineOfTwo();
  const { seq } = (await stage.db.mailConsents.get(sale.id, second)) ?? {};
  const at = Date.now();
  // Wishes that were changed again and again: each one is confirmed.
  const mails = Array.from(
    { length: 11 },
    (_, nth): NewMail => ({
      ...{ saleId: sale.id, buyer: second, kind: 'placed', seq: seq ?? 0, fence: null },
      at: at + nth,
    }),
  );
  const stateOf = async (mail: NewMail) => (await stage.db.mails.get(mailIdOf(mail)))?.state;
  await stage.db.mails.write(mails.slice(0, 10));
  await until('ten are sent', async () => {
    const states = await Promise.all(mails.slice(0, 10).map(stateOf));
    return states.every((state) => state === 'sent');
  });
  const [last] = mails.slice(10);
  await stage.db.mails.write(last ? [last] : []);
  await until('it is decided', async () => !last || (await stateOf(last)) === 'skipped');
  expect(sink.to(address)).toHaveLength(10);
  const { why } = (last && (await stage.db.mails.get(mailIdOf(last)))) ?? {};
  expect(why).toBe('more than 10 mails to this address within an hour');
});
