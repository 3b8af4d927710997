import { type Endpoint, endpoints, isRole } from '@flash/shared-types';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { guestBuyer } from '../services/shared/buyer-digests.ts';
import { buildTestApp, type SignedIn, type TestApp } from '../testing/app.ts';
import { png } from '../testing/pictures.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

let api: TestApp;
let owner: SignedIn;
beforeAll(async () => {
  api = await buildTestApp();
  // The first one becomes the owner by the set-up link, which is the first change that is looked at.
  owner = await api.signInAs(null);
});
afterAll(() => api.close());

interface Call {
  params?: Record<string, string>;
  payload?: object;
  headers?: Record<string, string>;
  saleId?: string;
}
type Prepare = () => Promise<Call>;

const reason = 'Because of a test';
const onSale =
  (payload: object = { reason }, status: 'OnSchedule' | 'draft' = 'OnSchedule'): Prepare =>
  async () => {
    const { id } = await openSale(api.deps, { status });
    return { params: { id }, payload, saleId: id };
  };
const onHolder: Prepare = async () => {
  const sale = await openSale(api.deps);
  const email = someone();
  await createBrowser(api, email).buy(sale);
  await serve(api.deps, sale.id);
  return {
    params: { id: sale.id },
    payload: { buyer: guestBuyer(sale, email), reason },
    saleId: sale.id,
  };
};
const onOrder: Prepare = async () => {
  const sale = await openSale(api.deps);
  const buyer = createBrowser(api, someone());
  await buyer.buy(sale);
  await serve(api.deps, sale.id);
  const { orderId } = (await buyer.confirm(sale)).json();
  await vi.waitFor(async () =>
    expect(await api.deps.db.orders.byId(orderId)).toMatchObject({ payment: 'captured' }),
  );
  return { params: { orderId }, payload: { returnUnit: true, reason }, saleId: sale.id };
};
const picture = { 'content-type': 'image/png' };
const onPicture = async (): Promise<Call> => {
  const call = await onSale()();
  const url = `/flash-sales/${call.saleId}/picture`;
  const headers = { ...owner.headers, ...picture };
  await api.inject({ method: 'PUT', url, payload: png, headers });
  return { ...call, payload: undefined };
};
const invite = async () => {
  const payload = { email: someone(), role: 'viewer' };
  const { headers } = owner;
  return (await api.inject({ method: 'POST', url: '/team/invitations', payload, headers })).json();
};
const onMember = (payload?: object) => async (): Promise<Call> => {
  const { userId } = await api.signInAs('viewer');
  return { params: { userId }, ...(payload && { payload }) };
};
const wanted = () => ({
  name: 'Lamp',
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  startingQuantity: 5,
});

/** How each change of the team is asked for, on something of its own. */
const calls: Record<string, Prepare> = {
  setUpOwner: async () => {
    const token = (await api.deps.db.invitations.issueSetup(Date.now()))?.token;
    return { payload: { token } };
  },
  createSale: async () => ({ payload: wanted() }),
  updateSale: onSale({ name: 'B' }),
  // One that Redis knows is frozen there first, and stays so until a worker restores it.
  deleteSale: onSale({ reason }, 'draft'),
  putPicture: async () => ({ ...(await onSale()()), payload: png, headers: picture }),
  removePicture: onPicture,
  pauseSale: onSale(),
  resumeSale: async () => {
    const call = await onSale()();
    const url = `/flash-sales/${call.saleId}/pause`;
    await api.inject({ method: 'POST', url, payload: { reason }, headers: owner.headers });
    return call;
  },
  endSale: onSale(),
  archiveSale: onSale({ reason }, 'draft'),
  messageSale: onSale({ message: 'Soon', reason }),
  adjustStock: onSale({ by: -2, reason }),
  releaseHold: onHolder,
  removePlace: onHolder,
  endPlaces: async () => {
    const call = await onHolder();
    const from = new Date(Date.now() - 3_600_000).toISOString();
    return { ...call, payload: { action: 'remove', joinedFrom: from, expected: 10, reason } };
  },
  refundOrder: onOrder,
  noteOrder: async () => ({ ...(await onOrder()), payload: { text: 'Called, asks for a bag' } }),
  makePreview: onSale({}, 'draft'),
  addMember: async () => {
    const { email } = await api.signInAs(null);
    return { payload: { email, role: 'viewer' } };
  },
  changeMember: onMember({ role: 'support' }),
  removeMember: onMember(),
  invite: async () => ({ payload: { email: someone(), role: 'viewer' } }),
  changeInvitation: async () => ({
    params: { id: (await invite()).id },
    payload: { role: 'support' },
  }),
  revokeInvitation: async () => ({ params: { id: (await invite()).id } }),
  acceptInvitation: async () => {
    const { token } = await invite();
    return { payload: { token }, headers: (await api.signInAs(null)).headers };
  },
  resetMember: onMember({}),
  resetPassword: async () => {
    const call = await onMember()();
    const url = `/team/members/${call.params?.userId}/reset`;
    const made = await api.inject({ method: 'POST', url, payload: {}, headers: owner.headers });
    return { payload: { token: made.json().token, password: 'a long passphrase 7' } };
  },
  privacyExport: async () => ({ payload: { email: (await api.signInAs(null)).email, reason } }),
  privacyForget: async () => ({ payload: { email: (await api.signInAs(null)).email, reason } }),
};

const ask = ({ method, path }: Endpoint, { params = {}, payload, headers }: Call) =>
  api.inject({
    method,
    url: path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? ''),
    ...(payload && { payload }),
    headers: { ...owner.headers, ...headers },
  });

/** Everything that the team can change, as both stores have it. */
async function state(saleId: string | undefined): Promise<string> {
  const { db, engine } = api.deps;
  const names = [
    'flashsales',
    'orders',
    'members',
    'invitations',
    'resets',
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
    const changes = Object.entries<Endpoint>(endpoints)
      .filter(([, { method, tag, role }]) => method !== 'GET' && (isRole(role) || tag === 'Team'))
      .map(([name]) => name)
      .filter((name) => name !== 'previewPlaces');
    expect(Object.keys(calls).sort()).toEqual(changes.sort());
  });

  test.each(Object.entries(calls))(
    'records %s once it was made; what cannot be recorded is not made at all',
    async (name, prepare) => {
      const endpoint = (endpoints as Record<string, Endpoint>)[name] as Endpoint;
      const call = await prepare();
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
});
