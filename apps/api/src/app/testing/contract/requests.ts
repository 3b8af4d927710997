import { type AccountMailKind, mailIdOf } from '@flash/database';
import { type Endpoint, type EndpointName, pathOf, ticketHeader } from '@flash/shared-types';
import type { InjectOptions } from 'fastify';
import { vi } from 'vitest';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import type { SignedIn, TestApp } from '../app.ts';
import { png } from '../pictures.ts';
import { createBrowser, openSale, serve, someone } from '../shop.ts';

/** Who prepares a request: an owner of the team, and the account that will send it. */
export interface Stage {
  api: TestApp;
  owner: SignedIn;
  caller: SignedIn;
}

export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string>;
  payload?: object;
  headers?: Record<string, string>;
  /** The sale that the request is about. */
  saleId?: string;
}

/** Makes what a request is about, so that a caller with the right to send it succeeds. */
export type Prepare = (stage: Stage) => Promise<Call>;

/** The request as the test app takes it. */
export function injectOf({ method, path }: Endpoint, call: Call): InjectOptions & { url: string } {
  const { params, query, payload, headers } = call;
  return {
    method,
    url: pathOf(path, params),
    ...(query && { query }),
    ...(payload && { payload }),
    headers: { ...headers },
  };
}

/** The token of a link as its mail would carry it. */
export async function accountLink(
  { deps }: TestApp,
  userId: string,
  kind: AccountMailKind,
): Promise<string> {
  let token = '';
  const seal = (link: { token: string }) => {
    token = link.token;
    return 'sealed';
  };
  await deps.db.accountLinks.ask({ userId, kind, seal, now: deps.clock.now() });
  return token;
}

const reason = 'Because of a test';
const password = 'correct horse';

const plain: Prepare = async () => ({});

const aWebhook = { url: 'https://93.184.216.34/hook' };
const onWebhook =
  (payload?: object): Prepare =>
  async ({ api, owner: { headers } }) => {
    const url = '/team/webhooks';
    const made = await api.inject({ method: 'POST', url, payload: aWebhook, headers });
    return { params: { id: made.json().id }, ...(payload && { payload }) };
  };

const onSale =
  (payload: object | undefined = { reason }, status: 'OnSchedule' | 'draft' = 'OnSchedule') =>
  async ({ api }: Stage): Promise<Call> => {
    const { id } = await openSale(api.deps, { status });
    return { params: { id }, payload, saleId: id };
  };

/** The same sale, named as the routes of the queue do it. */
const ofQueue =
  (place: 'params' | 'query', query: Record<string, string> = {}) =>
  async ({ api }: Stage): Promise<Call> => {
    const { id } = await openSale(api.deps);
    const named = { flashSaleId: id };
    return place === 'params' ? { params: named, query } : { query: { ...named, ...query } };
  };

/** A guest who holds a unit. */
async function holder({ api }: Stage) {
  const sale = await openSale(api.deps);
  const buyer = createBrowser(api, someone());
  await buyer.buy(sale);
  await serve(api.deps, sale.id);
  return { sale, buyer };
}

const asHolder: Prepare = async (stage) => {
  const { sale, buyer } = await holder(stage);
  const place = { email: buyer.email, flashSaleId: sale.id };
  const headers = { [ticketHeader]: buyer.ticket(sale) };
  return { payload: place, query: place, headers, saleId: sale.id };
};
const send = async (stage: Stage): Promise<Call> => ({
  ...(await asHolder(stage)),
  query: undefined,
});
const ask = async (stage: Stage): Promise<Call> => ({
  ...(await asHolder(stage)),
  payload: undefined,
});

const ofPlace: Prepare = async (stage) => {
  const { query, ...call } = await ask(stage);
  return { ...call, query: { flashSaleId: query?.flashSaleId ?? '' } };
};

const onHolder: Prepare = async (stage) => {
  const { sale, buyer } = await holder(stage);
  const payload = { buyer: guestBuyer(sale, buyer.email), reason };
  return { params: { id: sale.id }, payload, saleId: sale.id };
};

const onOrder =
  (payload?: object): Prepare =>
  async (stage) => {
    const { sale, buyer } = await holder(stage);
    const { orderId } = (await buyer.confirm(sale)).json();
    await vi.waitFor(async () => {
      const order = await stage.api.deps.db.orders.byId(orderId);
      if (order?.payment !== 'captured') {
        throw new Error('the payment is not captured yet');
      }
    });
    const headers = { [ticketHeader]: buyer.ticket(sale) };
    return { params: { orderId }, payload, headers, saleId: sale.id };
  };

const picture = { 'content-type': 'image/png' };
const onPicture: Prepare = async (stage) => {
  const call = await onSale()(stage);
  const { api, owner } = stage;
  const headers = { ...owner.headers, ...picture };
  const url = `/flash-sales/${call.saleId}/picture`;
  await api.inject({ method: 'PUT', url, payload: png, headers });
  return { ...call, payload: undefined };
};

const invite = async ({ api, owner: { headers } }: Stage) => {
  const payload = { email: someone(), role: 'viewer' };
  return (await api.inject({ method: 'POST', url: '/team/invitations', payload, headers })).json();
};

const onMember =
  (payload?: object): Prepare =>
  async ({ api }) => {
    const { userId } = await api.signInAs('viewer');
    return { params: { userId }, ...(payload && { payload }) };
  };

const aKey = { name: 'Warehouse', scopes: ['orders:read'], expiresAt: null };

/** One that was sent. */
const onMail =
  (payload?: object): Prepare =>
  async ({ api: { deps } }) => {
    const { id: saleId } = await openSale(deps);
    const about = { saleId, buyer: 'g1', kind: 'turn', seq: 1, fence: 1, at: Date.now() } as const;
    await deps.db.mails.write([about]);
    const mailId = mailIdOf(about);
    await deps.db.mails.end(mailId, 'skipped', 'of a test');
    return { params: { flashSaleId: saleId, mailId }, saleId, ...(payload && { payload }) };
  };

const wanted = () => ({
  name: 'Lamp',
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  startingQuantity: 5,
});

const withPassword: Prepare = async () => ({ payload: { password } });

/**
 * How each route is asked for, on something of its own. What needs a second factor is refused for the want
 * of one.
 */
export const requests: Record<EndpointName, Prepare> = {
  buy: send,
  position: ask,
  stream: ofPlace,
  makeDeviceCode: send,
  deviceCode: ofPlace,
  openByCode: async (stage) => {
    const { headers, payload, saleId = '' } = await send(stage);
    const url = '/orders/device-code';
    const made = await stage.api.inject({ method: 'POST', url, payload, headers });
    return { payload: { flashSaleId: saleId, code: made.json().code } };
  },
  listMails: async () => ({}),
  mailDetail: onMail(),
  resendMail: onMail({ reason }),
  mailWish: ofPlace,
  setMail: send,
  mailReturn: async (stage) => {
    const { saleId = '' } = await send(stage);
    return { payload: { flashSaleId: saleId, address: someone() } };
  },
  confirm: send,
  preparePayment: send,
  leave: send,
  extend: send,
  myOrders: async (stage) => {
    const { headers } = await onOrder()(stage);
    return { headers };
  },
  receipt: onOrder(),

  publicSale: ofQueue('query'),
  publicSales: plain,
  line: onSale(undefined),
  createSale: async () => ({ payload: wanted() }),
  listSales: plain,
  saleDefaults: plain,
  getSale: onSale(undefined),
  preflight: onSale(undefined),
  makePreview: onSale({}, 'draft'),
  preview: async (stage) => {
    const { params } = await onSale({}, 'draft')(stage);
    const url = `/flash-sales/${params?.id}/preview`;
    const { headers } = stage.owner;
    const made = await stage.api.inject({ method: 'POST', url, payload: {}, headers });
    return { query: { token: made.json().token } };
  },
  updateSale: onSale({ name: 'B' }),
  // One that Redis knows is frozen there first, and stays so until a worker restores it.
  deleteSale: onSale({ reason }, 'draft'),
  putPicture: async (stage) => ({ ...(await onSale()(stage)), payload: png, headers: picture }),
  removePicture: onPicture,
  picture: onPicture,
  pauseSale: onSale(),
  resumeSale: async (stage) => {
    const call = await onSale()(stage);
    const { headers } = stage.owner;
    const url = `/flash-sales/${call.saleId}/pause`;
    await stage.api.inject({ method: 'POST', url, payload: { reason }, headers });
    return call;
  },
  endSale: onSale(),
  archiveSale: onSale({ reason }, 'draft'),
  messageSale: onSale({ message: 'Soon', reason }),
  adjustStock: onSale({ by: -2, reason }),
  releaseHold: onHolder,
  removePlace: onHolder,
  previewPlaces: async (stage) => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    return { ...(await onHolder(stage)), payload: { action: 'remove', joinedFrom: from } };
  },
  endPlaces: async (stage) => {
    const call = await onHolder(stage);
    const from = new Date(Date.now() - 3_600_000).toISOString();
    return { ...call, payload: { action: 'remove', joinedFrom: from, expected: 10, reason } };
  },

  listOrders: plain,
  listOrdersV1: plain,
  orderDetail: onOrder(),
  noteOrder: onOrder({ text: 'Called, asks for a bag' }),
  exportOrders: plain,
  refundOrder: onOrder({ returnUnit: true, reason }),
  orderTimeline: onOrder(),
  reconciliation: ofQueue('params'),
  mendPayment: async (stage) => ({
    ...(await ofQueue('params')(stage)),
    payload: { difference: 'capture-overdue:attempt:1', reason },
  }),

  queueOverview: ofQueue('query'),
  queueOverviewOf: ofQueue('params'),
  queueMembers: ofQueue('query'),
  queueMembersOf: ofQueue('params'),
  queueAudit: ofQueue('query'),
  queueAuditOf: ofQueue('params'),
  queueStream: ofQueue('query'),
  queueStreamOf: ofQueue('params'),
  queueNetworks: ofQueue('params'),
  findInQueue: ofQueue('params', { q: 'ada@example.org' }),
  analytics: onSale(undefined),

  stripeWebhook: async () => ({ payload: {} }),

  privacyExport: async ({ api }) => ({
    payload: { email: (await api.signInAs(null)).email, reason },
  }),
  privacyForget: async ({ api }) => ({
    payload: { email: (await api.signInAs(null)).email, reason },
  }),

  listMembers: plain,
  addMember: async ({ api }) => {
    const { email } = await api.signInAs(null);
    return { payload: { email, role: 'viewer' } };
  },
  changeMember: onMember({ role: 'support' }),
  removeMember: onMember(),
  listInvitations: plain,
  invite: async () => ({ payload: { email: someone(), role: 'viewer' } }),
  changeInvitation: async (stage) => ({
    params: { id: (await invite(stage)).id },
    payload: { role: 'support' },
  }),
  revokeInvitation: async (stage) => ({ params: { id: (await invite(stage)).id } }),
  showInvitation: async (stage) => ({ payload: { token: (await invite(stage)).token } }),
  acceptInvitation: async (stage) => {
    const { token } = await invite(stage);
    return { payload: { token }, headers: (await stage.api.signInAs(null)).headers };
  },
  setUpOwner: async ({ api }) => {
    const token = (await api.deps.db.invitations.issueSetup(Date.now()))?.token;
    return { payload: { token } };
  },
  resetMember: onMember({}),
  resetPassword: async (stage) => {
    const call = await onMember()(stage);
    const url = `/team/members/${call.params?.userId}/reset`;
    const { headers } = stage.owner;
    const made = await stage.api.inject({ method: 'POST', url, payload: {}, headers });
    return { payload: { token: made.json().token, password: 'a long passphrase 7' } };
  },

  listKeys: plain,
  makeKey: async () => ({ payload: aKey }),
  revokeKey: async ({ api, owner: { headers } }) => {
    const made = await api.inject({ method: 'POST', url: '/team/keys', payload: aKey, headers });
    return { params: { id: made.json().id } };
  },

  listWebhooks: plain,
  makeWebhook: async () => ({ payload: aWebhook }),
  changeWebhook: onWebhook({ description: 'Another one' }),
  removeWebhook: onWebhook(),
  rotateWebhook: onWebhook({}),
  testWebhook: onWebhook(),
  listWebhookDeliveries: onWebhook(),
  replayWebhookDelivery: async (stage) => {
    const { params } = await onWebhook()(stage);
    const url = `/team/webhooks/${params?.id}/test`;
    const { headers } = stage.owner;
    const tested = await stage.api.inject({ method: 'POST', url, headers });
    return { params: { ...params, deliveryId: tested.json().id } };
  },
  replayWebhook: onWebhook({ from: '2026-01-01T00:00:00Z' }),

  signUp: async () => ({ payload: { name: 'New', email: someone(), password } }),
  signIn: async ({ api }) => {
    const { email } = await api.signInAs(null);
    return { payload: { email, password } };
  },
  signOut: plain,
  getSession: plain,
  changePassword: async () => ({
    payload: { currentPassword: password, newPassword: 'a longer passphrase' },
  }),
  askForPassword: async () => ({ payload: { email: someone() } }),
  choosePassword: async ({ api }) => {
    const token = await accountLink(api, (await api.signInAs(null)).userId, 'password');
    return { payload: { token, password: 'a long passphrase 7' } };
  },
  sendAddressLink: async () => ({ payload: { locale: 'de' } }),
  proveAddress: async ({ api }) => ({
    payload: { token: await accountLink(api, (await api.signInAs(null)).userId, 'address') },
  }),
  confirmPassword: withPassword,
  listSessions: plain,
  endSession: async ({ api, caller: { email, headers } }) => {
    const url = '/api/auth/sign-in/email';
    await api.inject({ method: 'POST', url, payload: { email, password } });
    const { items } = (await api.inject({ url: '/api/auth/list-sessions', headers })).json();
    const other = items.find(({ current }: { current: boolean }) => !current);
    return { params: { id: other.id } };
  },
  endOtherSessions: plain,
  exportAccount: plain,
  deleteAccount: withPassword,
  beginTwoFactor: withPassword,
  verifyTotp: async () => ({ payload: { code: '492039' } }),
  verifyBackupCode: async () => ({ payload: { code: 't4Hq9-Zr2Lx' } }),
  renewBackupCodes: withPassword,
  endTwoFactor: withPassword,

  health: plain,
  livez: plain,
  time: plain,
  readyz: plain,
  system: plain,
  search: async () => ({ query: { q: 'lamp' } }),
  auditLog: plain,
  exportAudit: plain,
};
