import { HOUR_MS } from '@flash/shared-utils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { Member } from './contract.ts';
import type { SetupDoc } from './model.ts';
import { newToken } from './tokens.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.drop());

const now = Date.now();
const person = (userId: string, role: Member['role']) => ({
  userId,
  role,
  email: `${userId}@example.com`,
  name: userId,
  createdBy: null,
});

describe('members', () => {
  test('two owners who demote each other at once do not leave the team without one', async () => {
    const { members } = database;
    await members.put(person('ann', 'owner'));
    await members.put(person('bob', 'owner'));
    const outcomes = await Promise.all([
      members.put(person('ann', 'viewer')),
      members.remove('bob'),
    ]);
    expect(outcomes.filter(({ kind }) => kind === 'last_owner')).toHaveLength(1);
    expect(await members.countOwners()).toBe(1);
  });

  test('are known by role and gone when removed', async () => {
    const { members } = database;
    await members.put(person('ann', 'owner'));
    await members.put(person('eve', 'support'));
    expect(await members.get('eve')).toMatchObject({ role: 'support' });
    expect((await members.list()).map(({ userId }) => userId)).toEqual(['ann', 'eve']);
    expect(await members.remove('eve')).toEqual({ kind: 'removed' });
    expect(await members.remove('eve')).toEqual({ kind: 'missing' });
    expect(await members.get('eve')).toBeNull();
  });
});

describe('invitations', () => {
  test('let one person in, once, and only for 72 hours', async () => {
    const { invitations } = database;
    const made = { email: ' Eve@Example.com', role: 'operator', createdBy: 'ann', now } as const;
    const { invitation, token } = await invitations.create(made);
    expect(invitation).toMatchObject({ email: 'eve@example.com', expiresAt: now + 72 * HOUR_MS });
    expect(await invitations.peek(token, now + 72 * HOUR_MS)).toBeNull();
    expect(await invitations.peek(token, now)).toEqual(invitation);
    const taken = await Promise.all([
      invitations.take(token, now),
      invitations.take(token, now),
      invitations.take('guess', now),
    ]);
    expect(taken.filter((one) => one !== null)).toHaveLength(1);
  });

  test('keep no token, only its hash', async () => {
    const { token } = await database.invitations.create({
      email: 'a@b.c',
      role: 'viewer',
      createdBy: 'ann',
      now,
    });
    const stored = await database.db.collection('invitations').findOne({});
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('are void once withdrawn', async () => {
    const { invitations } = database;
    const made = { email: 'a@b.c', role: 'viewer', createdBy: 'ann', now } as const;
    const { invitation, token } = await invitations.create(made);
    expect(await invitations.remove(invitation.id)).toBe(true);
    expect(await invitations.take(token, now)).toBeNull();
  });
});

describe('the set-up link', () => {
  test('makes one owner, whichever of the printed links is opened first', async () => {
    const { invitations } = database;
    const links = await Promise.all([invitations.issueSetup(now), invitations.issueSetup(now)]);
    const tokens = links.map((link) => link?.token ?? '');
    expect(await invitations.checkSetup(tokens[0] ?? '', now)).toBe(true);
    const taken = await Promise.all(
      tokens.map((token, at) => invitations.takeSetup(token, `user${at}`, now)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await invitations.issueSetup(now)).toBeNull();
    expect(await invitations.checkSetup(tokens[0] ?? '', now)).toBe(false);
    expect(await invitations.takeSetup('guess', 'eve', now)).toBe(false);
  });

  test('opens nothing after 72 hours, and a newer one still does', async () => {
    const { invitations } = database;
    const old = await invitations.issueSetup(now);
    const later = now + 72 * HOUR_MS;
    expect(old?.expiresAt).toBe(later);
    const fresh = await invitations.issueSetup(later);
    expect(await invitations.checkSetup(old?.token ?? '', later - 1)).toBe(true);
    expect(await invitations.checkSetup(old?.token ?? '', later)).toBe(false);
    expect(await invitations.takeSetup(old?.token ?? '', 'eve', later)).toBe(false);
    expect(await invitations.takeSetup(fresh?.token ?? '', 'ann', later)).toBe(true);
  });

  test('of an earlier version is good at first, and runs out 72 hours after a start of this one', async () => {
    const { invitations, db } = database;
    const { token, hash } = newToken();
    await db.collection<SetupDoc>('setup').insertOne({ _id: 'setup', tokenHashes: [hash] });
    expect(await invitations.checkSetup(token, now)).toBe(true);
    await invitations.issueSetup(now);
    expect(await invitations.checkSetup(token, now + 72 * HOUR_MS - 1)).toBe(true);
    expect(await invitations.checkSetup(token, now + 72 * HOUR_MS)).toBe(false);
  });
});
