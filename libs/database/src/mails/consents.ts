import type { mongo } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { MailConsent, MailConsents, MailLink, ReturnWish } from './contract.ts';
import { type MailOutbox, ofPerson, writeMails } from './mails.ts';

interface ConsentDoc {
  /** `<sale>/<buyer>`; of a wish to hear of returned units `<sale>/returned/<to>`. */
  _id: string;
  flashSaleId: mongo.ObjectId;
  /** Missing in a wish to hear of returned units. */
  buyer?: string;
  seq: number;
  to: string;
  address: string;
  locale: string;
  timeZone: string;
  createdAt: Date;
  isReturn?: boolean;
  /** Missing where an account is the proof of the place. */
  link?: MailLink;
}

const DEADLINE_MS = 5_000;

export function createMailConsents(deps: {
  db: mongo.Db;
  mails: MailOutbox;
  sessions: Sessions;
}): MailConsents {
  const docs = deps.db.collection<ConsentDoc>('mailconsents');
  const idOf = (saleId: string, buyer: string) => `${saleId}/${buyer}`;
  const returnIdOf = (saleId: string, to: string) => `${saleId}/returned/${to}`;

  return {
    async put({ saleId, buyer, at, link, ...consent }, mails) {
      const doc = {
        ...consent,
        ...{ flashSaleId: objectId(saleId), buyer, createdAt: new Date(at) },
        ...(link && { link }),
      };
      const outcome = await transact(deps.sessions, DEADLINE_MS, async (session) => {
        await docs.replaceOne({ _id: idOf(saleId, buyer) }, doc, { upsert: true, session });
        await writeMails(deps.mails, mails, session);
        return { commit: true, value: null };
      });
      return outcome.kind === 'done' ? 'put' : 'unknown';
    },
    async get(saleId, buyer) {
      const found = await docs.findOne({ _id: idOf(saleId, buyer) });
      return found && toConsent(found);
    },
    async among(saleId, buyers) {
      const found = await docs
        .find(
          { _id: { $in: buyers.map((buyer) => idOf(saleId, buyer)) } },
          { projection: { buyer: 1, seq: 1 } },
        )
        .toArray();
      return found.map(({ buyer = '', seq }) => ({ buyer, seq }));
    },
    async byLink(hash) {
      const found = await docs.findOne({ 'link.hash': hash });
      return found && toConsent(found);
    },
    async countOthers(saleId, to, buyer) {
      return docs.countDocuments({
        ...{ flashSaleId: objectId(saleId), to },
        _id: { $ne: idOf(saleId, buyer) },
        isReturn: { $ne: true },
      });
    },
    async remove(saleId, buyer) {
      return (await docs.deleteOne({ _id: idOf(saleId, buyer) })).deletedCount === 1;
    },
    async putReturnWish({ saleId, at, ...wish }) {
      const doc = {
        ...wish,
        flashSaleId: objectId(saleId),
        createdAt: new Date(at),
        isReturn: true,
      };
      const _id = returnIdOf(saleId, wish.to);
      await docs.updateOne({ _id }, { $setOnInsert: doc }, { upsert: true });
    },
    async returnWish(saleId, to) {
      const found = await docs.findOne({ _id: returnIdOf(saleId, to) });
      return found && toReturnWish(found);
    },
    async returnWishes(saleId, limit) {
      const found = await docs
        .find(
          { flashSaleId: objectId(saleId), isReturn: true },
          { sort: { createdAt: 1 }, limit, projection: { to: 1, seq: 1 } },
        )
        .toArray();
      return found.map(({ to, seq }) => ({ to, seq }));
    },
    async removeReturnWish(saleId, to) {
      await docs.deleteOne({ _id: returnIdOf(saleId, to) });
    },
    async forget(saleId, names) {
      return (await docs.deleteMany(ofPerson(saleId, names))).deletedCount;
    },
    async forgetSale(saleId) {
      return (await docs.deleteMany({ flashSaleId: objectId(saleId) })).deletedCount;
    },
  };
}

function toReturnWish(doc: ConsentDoc): ReturnWish {
  const { flashSaleId, createdAt, seq, to, address, locale, timeZone } = doc;
  return {
    ...{ seq, to, address, locale, timeZone },
    saleId: flashSaleId.toHexString(),
    at: createdAt.getTime(),
  };
}

function toConsent(doc: ConsentDoc): MailConsent {
  const { _id: _, flashSaleId, createdAt, link, isReturn: _isReturn, buyer = '', ...rest } = doc;
  return {
    ...rest,
    buyer,
    saleId: flashSaleId.toHexString(),
    at: createdAt.getTime(),
    link: link ?? null,
  };
}
