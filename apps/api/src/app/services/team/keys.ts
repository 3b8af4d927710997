import { type ApiKey, type Database, hashOf } from '@flash/database';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import { hintOf, keyUserId, newKeyText } from '../accounts/api-keys.ts';
import type { Identity } from '../accounts/identity.ts';
import { type Actor, auditRow } from '../shared/audit.ts';

/** Keys that can be used at the same time. */
const KEYS_MAX = 100;

interface KeyContext {
  db: Pick<Database, 'apiKeys' | 'members' | 'sales'>;
  identity: Pick<Identity, 'forget'>;
  clock: Clock;
  isProduction: boolean;
}

interface KeyWish {
  name: string;
  scopes: readonly string[];
  saleId: string | null;
  expiresAt: number | null;
}

export interface ListedKey extends ApiKey {
  state: 'active' | 'expired' | 'revoked' | 'stopped';
  /** Of the member who made it; null for one who has left the team. */
  email: string | null;
}

export type KeyAdmin = ReturnType<typeof createKeyAdmin>;

/** How owners make, list and revoke API keys. */
export function createKeyAdmin({ db, identity, clock, isProduction }: KeyContext) {
  async function listed(keys: readonly ApiKey[]): Promise<ListedKey[]> {
    const members = new Map((await db.members.list()).map((one) => [one.userId, one]));
    const now = clock.now();
    return keys.map((key) => {
      const maker = members.get(key.createdBy);
      const state = stateOf(key, maker?.role === 'owner', now);
      return { ...key, state, email: maker?.email ?? null };
    });
  }

  return {
    list: async () => listed(await db.apiKeys.list()),

    async make(actor: Actor, wish: KeyWish): Promise<{ key: ListedKey; text: string }> {
      const { name, saleId, expiresAt } = wish;
      const now = clock.now();
      if (expiresAt !== null && expiresAt <= now) {
        const errors = [{ path: 'expiresAt', message: 'must lie in the future' }];
        throw new AppError('VALIDATION_FAILED', { errors });
      }
      if (saleId !== null && !(await db.sales.get(saleId))) {
        throw new AppError('SALE_NOT_FOUND');
      }
      const text = newKeyText(isProduction);
      const scopes = [...new Set(wish.scopes)].sort();
      const hint = hintOf(text);
      const made = await db.apiKeys.create(
        {
          ...{ hash: hashOf(text), hint, name, scopes, saleId, expiresAt },
          ...{ createdBy: actor.userId, createdAt: now },
        },
        KEYS_MAX,
        ({ id: subject }) => {
          const after = { name, hint, scopes, expiresAt: expiresAt && new Date(expiresAt) };
          const ofSale = saleId === null ? {} : { saleId };
          return [auditRow(actor, { action: 'key.create', subject, ...ofSale, after }, now)];
        },
      );
      const [key] = made ? await listed([made]) : [];
      if (!key) {
        throw new AppError('TOO_MANY_KEYS');
      }
      return { key, text };
    },

    /** Every process forgets the key before the answer goes out. */
    async revoke(actor: Actor, id: string): Promise<void> {
      const now = clock.now();
      const revoked = await db.apiKeys.revoke(id, now, ({ name, hint }) => [
        auditRow(actor, { action: 'key.revoke', subject: id, before: { name, hint } }, now),
      ]);
      if (!revoked) {
        throw new AppError('KEY_NOT_FOUND');
      }
      await identity.forget(keyUserId(revoked));
    },
  };
}

function stateOf(key: ApiKey, isMakerOwner: boolean, now: number): ListedKey['state'] {
  if (key.revokedAt !== null) {
    return 'revoked';
  }
  if (key.expiresAt !== null && key.expiresAt <= now) {
    return 'expired';
  }
  return isMakerOwner ? 'active' : 'stopped';
}
