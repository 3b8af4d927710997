import { type Endpoint, endpoints, isRole } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { type Call, injectOf, requests } from '../testing/contract/requests.ts';

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  // The first one becomes the owner by the set-up link, which is the first change that is looked at.
  owner = await api.signInAs(null);
});
afterAll(() => api.close());

const changes = [
  'setUpOwner',
  'createSale',
  'updateSale',
  'deleteSale',
  'putPicture',
  'removePicture',
  'pauseSale',
  'resumeSale',
  'endSale',
  'archiveSale',
  'messageSale',
  'adjustStock',
  'releaseHold',
  'removePlace',
  'endPlaces',
  'refundOrder',
  'noteOrder',
  'makePreview',
  'addMember',
  'changeMember',
  'removeMember',
  'invite',
  'changeInvitation',
  'revokeInvitation',
  'acceptInvitation',
  'resetMember',
  'resetPassword',
  'makeKey',
  'revokeKey',
  'makeWebhook',
  'changeWebhook',
  'removeWebhook',
  'rotateWebhook',
  'testWebhook',
  'replayWebhookDelivery',
  'replayWebhook',
  'resendMail',
  'privacyExport',
  'privacyForget',
] as const;

const ask = (endpoint: Endpoint, call: Call) => {
  const headers = { ...owner.headers, ...call.headers };
  return api.inject(injectOf(endpoint, { ...call, headers }));
};

/** Everything that the team can change, as both stores have it. */
async function state(saleId: string | undefined): Promise<string> {
  const { db, engine } = api.deps;
  const names = [
    'flashsales',
    'orders',
    'members',
    'invitations',
    'resets',
    'apikeys',
    'webhookendpoints',
    'webhookdeliveries',
    'mails',
    'setup',
    'user',
    'account',
  ];
  const stored = await Promise.all(
    names.map((name) =>
      db.db
        .collection(name)
        // The day of the last use is noted in the background, for each account that is seen.
        .find({}, { sort: { _id: 1 }, projection: { lastUsedAt: 0 } })
        .toArray(),
    ),
  );
  const shot = saleId === undefined ? null : await engine.snapshot(saleId);
  return JSON.stringify([stored, shot?.kind === 'snapshot' ? shot.n : shot?.kind]);
}

/** The log takes nothing, as when its disk is full. */
const closeLog = (isClosed: boolean) =>
  api.deps.db.db.command({
    collMod: 'auditlog',
    validator: isClosed ? { action: 'nothing' } : {},
  });

describe('the audit log', () => {
  test('is checked for every change that the team can make', () => {
    const inTable = Object.entries<Endpoint>(endpoints)
      .filter(([, { method, tag, role }]) => method !== 'GET' && (isRole(role) || tag === 'Team'))
      .map(([name]) => name)
      // The first two only tell something; the last one is tested where there is a difference to mend.
      .filter((name) => !['previewPlaces', 'showInvitation', 'mendPayment'].includes(name));
    expect(changes.toSorted()).toEqual(inTable.sort());
  });

  test.each(changes)(
    'records %s once it was made; what cannot be recorded is not made at all',
    async (name) => {
      const endpoint = endpoints[name];
      const call = await requests[name]({ api, owner, caller: owner });
      const before = await state(call.saleId);
      await closeLog(true);
      const refused = await ask(endpoint, call).finally(() => closeLog(false));
      expect(refused.statusCode).toBeGreaterThanOrEqual(500);
      expect(await state(call.saleId)).toBe(before);

      const made = await ask(endpoint, call);
      expect(made.statusCode, made.body).toBeLessThan(300);
      const { items } = await api.deps.db.audit.list({ limit: 20 });
      const told = items.filter(({ requestId }) => requestId === made.headers['x-request-id']);
      expect(told.map(({ outcome }) => outcome)).toEqual(['done']);
    },
  );

  test('names no export when only the headers of one are asked for', async () => {
    const { headers } = owner;
    const count = async () => (await api.deps.db.audit.list({ limit: 1 })).total;
    const before = await count();
    for (const { path } of [endpoints.exportOrders, endpoints.exportAudit]) {
      const answer = await api.inject({ method: 'HEAD', url: path, headers });
      expect(answer.statusCode).toBe(405);
    }
    expect(await count()).toBe(before);
  });
});
