import type { mongo } from 'mongoose';
import { objectId } from '../connection/documents.ts';
import { type Sessions, transact } from '../connection/transaction.ts';
import type { MailConsent, MailConsents, MailLink } from './contract.ts';
import { type MailDoc, ofPerson, writeMails } from './mails.ts';

interface ConsentDoc {
  /** `<sale>/<buyer>` */
  _id: string;
  flashSaleId: mongo.ObjectId;
  buyer: string;
  seq: number;
  to: string;
  address: string;
  locale: string;
  timeZone: string;
  createdAt: Date;
  /** Missing where an account is the proof of the place. */
  link?: MailLink;
}

const DEADLINE_MS = 5_000;

export function createMailConsents(deps: {
  db: mongo.Db;
  mails: mongo.Collection<MailDoc>;
  sessions: Sessions;
}): MailConsents {
  const docs = deps.db.collection<ConsentDoc>('mailconsents');
  const idOf = (saleId: string, buyer: string) => `${saleId}/${buyer}`;

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
      return found.map(({ buyer, seq }) => ({ buyer, seq }));
    },
    async byLink(hash) {
      const found = await docs.findOne({ 'link.hash': hash });
      return found && toConsent(found);
    },
    async countOthers(saleId, to, buyer) {
      return docs.countDocuments({
        ...{ flashSaleId: objectId(saleId), to },
        _id: { $ne: idOf(saleId, buyer) },
      });
    },
    async remove(saleId, buyer) {
      return (await docs.deleteOne({ _id: idOf(saleId, buyer) })).deletedCount === 1;
    },
    async forget(saleId, names) {
      return (await docs.deleteMany(ofPerson(saleId, names))).deletedCount;
    },
    async forgetSale(saleId) {
      return (await docs.deleteMany({ flashSaleId: objectId(saleId) })).deletedCount;
    },
  };
}

function toConsent({ _id: _, flashSaleId, createdAt, link, ...rest }: ConsentDoc): MailConsent {
  return {
    ...rest,
    saleId: flashSaleId.toHexString(),
    at: createdAt.getTime(),
    link: link ?? null,
  };
}
