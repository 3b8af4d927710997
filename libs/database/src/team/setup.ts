import { DAY_MS } from '@flash/shared-utils';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../connection/errors.ts';
import { native } from '../connection/native.ts';
import type { Invitations } from './contract.ts';
import type { SetupDoc } from './model.ts';
import { hashOf, newToken } from './tokens.ts';

const _id = 'setup' as const;
/** Each start of a system without an owner prints a new link. */
const LINKS_MAX = 50;
const goodForMs = 3 * DAY_MS;

export function createSetup(
  setup: Model<SetupDoc>,
): Pick<Invitations, 'issueSetup' | 'checkSetup' | 'takeSetup'> {
  /** `tokenHashes` is what earlier versions write and read; they know of no end. */
  const usable = (token: string, now: number) => {
    const hash = hashOf(token);
    const over = { hash, expiresAt: { $lte: new Date(now) } };
    return { _id, usedBy: null, tokenHashes: hash, links: { $not: { $elemMatch: over } } };
  };
  const push = <Item>(items: Item[]) => ({ $each: items, $slice: -LINKS_MAX });

  /** A link of an earlier version runs out as well: its time begins when it is first seen here. */
  async function dateOldLinks(expiresAt: Date): Promise<void> {
    const doc = await native(setup).findOne({ _id });
    const dated = new Set((doc?.links ?? []).map(({ hash }) => hash));
    const undated = (doc?.tokenHashes ?? []).filter((hash) => !dated.has(hash));
    if (undated.length === 0) {
      return;
    }
    const links = undated.map((hash) => ({ hash, expiresAt }));
    await native(setup).updateOne({ _id, usedBy: null }, { $push: { links: push(links) } });
  }

  return {
    async issueSetup(now) {
      const { token, hash } = newToken();
      const expiresAt = new Date(now + goodForMs);
      await dateOldLinks(expiresAt);
      try {
        await native(setup).updateOne(
          { _id, usedBy: null },
          { $push: { tokenHashes: push([hash]), links: push([{ hash, expiresAt }]) } },
          { upsert: true },
        );
        return { token, expiresAt: expiresAt.getTime() };
      } catch (error) {
        // The document exists and is used up, so the upsert met its own id.
        if (isDuplicateKey(error)) {
          return null;
        }
        throw error;
      }
    },
    async checkSetup(token, now) {
      return (await native(setup).findOne(usable(token, now))) !== null;
    },
    async takeSetup(token, by, now, session) {
      const { modifiedCount } = await native(setup).updateOne(
        usable(token, now),
        { $set: { usedBy: by, tokenHashes: [], links: [] } },
        session ? { session } : {},
      );
      return modifiedCount === 1;
    },
  };
}
