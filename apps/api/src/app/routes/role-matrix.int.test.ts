import { randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  type Access,
  type Endpoint,
  type EndpointName,
  endpoints,
  isRole,
  keyScopes,
  scopeOf,
} from '@flash/shared-types';
import { startPrivateRedis } from '@flash/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../testing/app.ts';
import {
  accessOfPages,
  accessOfRoutes,
  answersOfBuyers,
  type Caller,
  callers,
  cellOf,
  letIn,
  refusalOf,
  scopeOfRoutes,
} from '../testing/contract/access.ts';
import {
  type Credentials,
  type Crowd,
  gatherCallers,
  keyOf,
  ticketsOf,
} from '../testing/contract/callers.ts';
import { type Call, injectOf, requests } from '../testing/contract/requests.ts';
import { routesOf } from '../testing/contract/routes.ts';
import { changesBetween, readState, type State } from '../testing/contract/state.ts';
import { createBrowser, openSale, serve, someone } from '../testing/shop.ts';

type Headers = Record<string, string>;
type Answer = { status: number; body: string; headers: { get(name: string): string | null } };

let redis: Awaited<ReturnType<typeof startPrivateRedis>>;
let api: TestApp;
let crowd: Crowd;
let address: string;
beforeAll(async () => {
  redis = await startPrivateRedis();
  api = await buildTestApp({ env: { redisUrl: redis.url } });
  crowd = await gatherCallers(api);
  // An event stream never ends, so those are read over a connection that can be closed.
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await api.close();
  await redis.destroy();
});

const routeOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const table = Object.entries<Endpoint>(endpoints) as [EndpointName, Endpoint][];

async function ask(endpoint: Endpoint, call: Call, method?: 'HEAD'): Promise<Answer> {
  const { url, query, ...request } = injectOf(endpoint, call);
  if (endpoint.media === 'text/event-stream') {
    const { headers } = request;
    const signal = new AbortController();
    const answer = await fetch(`${address}${url}?${new URLSearchParams(query as Headers)}`, {
      headers: headers as Headers,
      signal: signal.signal,
    });
    const body = answer.status === 200 ? '' : await answer.text();
    signal.abort();
    return { status: answer.status, body, headers: answer.headers };
  }
  // Each from an address of its own: a limit of one caller is no refusal of the next.
  const remoteAddress = `127.9.${randomInt(256)}.${randomInt(1, 255)}`;
  const asked = { ...request, url, remoteAddress, ...(query && { query }) };
  const answer = await api.inject({ ...asked, ...(method && { method }) });
  const get = (name: string) => String(answer.headers[name] ?? '') || null;
  return { status: answer.statusCode, body: answer.body, headers: { get } };
}

const hasHead = ({ method, media }: Endpoint) =>
  method === 'GET' && media !== 'text/event-stream' && media !== 'text/csv';

/** Afterwards the account is another one, or gone. */
const changesOwnAccount = new Set<EndpointName>([
  'acceptInvitation',
  'changePassword',
  'deleteAccount',
  'beginTwoFactor',
  'endTwoFactor',
]);

/** There is an owner already, and the caller has no second factor: other tests let these succeed. */
const stateRefuses: Partial<Record<EndpointName, number[]>> = {
  setUpOwner: [400],
  verifyTotp: [401, 409],
  verifyBackupCode: [401, 409],
  renewBackupCodes: [409],
  endTwoFactor: [200, 409],
  // The sandbox tells of nothing.
  stripeWebhook: [404],
};

/** The request without what proves who the caller is, and with what this caller has to show instead. */
function by(call: Call, proof: Headers): Call {
  const { authorization: _, 'x-ticket': __, ...headers } = call.headers ?? {};
  return { ...call, headers: { ...headers, ...proof } };
}

/** The same request about what does not exist, and without a body. */
const empty = ({ path }: Endpoint, proof: Headers): Call => ({
  params: Object.fromEntries(
    [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => [name, '6650f1a2b3c4d5e6f7a8b9c0']),
  ),
  headers: proof,
});

describe('the table of access', () => {
  test('has a row for each route that the API registers, and for no other', () => {
    const isPage = (path: string) => accessOfPages.some((page) => path.startsWith(page.path));
    const registered = routesOf(api.app)
      .filter(({ method, path }) => method !== 'HEAD' && method !== 'OPTIONS' && !isPage(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(registered.sort()).toEqual(Object.keys(accessOfRoutes).sort());
  });

  test('asks of each route what its endpoint declares', () => {
    const declared = Object.fromEntries(
      table.map(([, endpoint]) => [routeOf(endpoint), endpoint.role]),
    );
    expect(accessOfRoutes).toMatchObject(declared);
  });

  test('names the scope of each route that lets API keys in', () => {
    const opened = table.map(([, endpoint]) => [routeOf(endpoint), scopeOf(endpoint)]);
    expect(Object.fromEntries(opened.filter(([, scope]) => scope !== null))).toEqual(scopeOfRoutes);
    expect([...keyScopes]).toEqual([...new Set(Object.values(scopeOfRoutes))].sort());
  });
});

describe('a route for callers with a right', () => {
  const rows = table.filter(([, { role }]) => role !== 'buyer');
  const allowedFor = (endpoint: Endpoint): readonly Caller[] => {
    const people = letIn[accessOfRoutes[routeOf(endpoint)] as Exclude<Access, 'buyer'>];
    return scopeOfRoutes[routeOf(endpoint)] ? [...people, 'a key with every scope'] : people;
  };
  const calls = new Map<EndpointName, { call: Call; actor: Headers }>();
  let before: State;
  beforeAll(async () => {
    for (const [name, endpoint] of rows) {
      const caller = changesOwnAccount.has(name) ? await api.signInAs(null) : crowd.buyer;
      const [least] = allowedFor(endpoint);
      const actor =
        endpoint.role === 'account' || !least ? caller.headers : crowd.credentials[least];
      const call = await requests[name]({ api, owner: crowd.owner, caller });
      calls.set(name, { call, actor });
    }
    await api.deps.purchase.idle();
    before = await readState(api);
  }, 180_000);

  async function refuse(name: EndpointName, endpoint: Endpoint): Promise<void> {
    const allowed = allowedFor(endpoint);
    const looksAt = isRole(endpoint.role) ? 'sessions and keys' : 'sessions';
    for (const caller of callers.filter((one) => !allowed.includes(one))) {
      const { status, code } = refusalOf(caller, looksAt);
      const request = by(calls.get(name)?.call ?? {}, crowd.credentials[caller]);
      const answer = await ask(endpoint, request);
      expect([caller, answer.status, JSON.parse(answer.body).code]).toEqual([caller, status, code]);
      if (hasHead(endpoint) && (caller === 'no session' || caller === 'the buyer')) {
        expect([caller, (await ask(endpoint, request, 'HEAD')).status]).toEqual([caller, status]);
      }
    }
  }

  const guarded = rows.filter(([, { role }]) => role !== 'public');
  test.each(guarded)('%s refuses each caller without it', refuse);

  test('changes nothing when it refuses', async () => {
    let last = await readState(api);
    if (changesBetween(before, last).length === 0) {
      return;
    }
    // Once more one by one, to name the route.
    const changed: string[] = [];
    for (const [name, endpoint] of guarded) {
      await refuse(name, endpoint);
      const now = await readState(api);
      changed.push(...changesBetween(last, now).map((what) => `${name}: ${what}`));
      last = now;
    }
    expect([...changesBetween(before, last), ...changed]).toEqual([]);
  });

  test.each(rows)(
    '%s lets in each caller with it, and the least of them succeeds',
    async (name, endpoint) => {
      const [, ...others] = allowedFor(endpoint);
      // It would end the session of each of them.
      for (const caller of name === 'signOut' ? [] : others) {
        const answer = await ask(endpoint, empty(endpoint, crowd.credentials[caller]));
        const isRefused = [401, 403].includes(answer.status) && !isOwnFault(endpoint, answer);
        const isFault = answer.status >= 500 && name !== 'readyz';
        expect([caller, isRefused, isFault, answer.status]).toEqual([
          ...[caller, false, false],
          answer.status,
        ]);
      }
      const { call = {}, actor = {} } = calls.get(name) ?? {};
      const answer = await ask(endpoint, { ...call, headers: { ...actor, ...call.headers } });
      const done = [endpoint.status, ...(endpoint.others ?? []).map(({ status }) => status)];
      expect(stateRefuses[name] ?? done, answer.body).toContain(answer.status);
    },
  );

  const opened = rows.filter(([, endpoint]) => scopeOfRoutes[routeOf(endpoint)]);

  test('that is open to API keys lets in one with its scope alone, and none that lacks it', async () => {
    for (const scope of keyScopes) {
      const lacking = await keyOf(api, crowd.owner, {
        scopes: keyScopes.filter((one) => one !== scope),
      });
      const having = await keyOf(api, crowd.owner, { scopes: [scope] });
      for (const [name, endpoint] of opened.filter(([, one]) => scopeOf(one) === scope)) {
        const { call = {} } = calls.get(name) ?? {};
        const refused = await ask(endpoint, by(call, lacking));
        expect([name, refused.status, refused.body]).toEqual([
          ...[name, 403],
          expect.stringContaining('KEY_SCOPE'),
        ]);
        const { status } = await ask(endpoint, empty(endpoint, having));
        expect([name, [401, 403].includes(status), status]).toEqual([name, false, status]);
      }
    }
  });

  test.each(opened.filter(([, { params }]) => params))(
    '%s lets in a key of the sale that it is about',
    async (name, endpoint) => {
      const { call = {} } = calls.get(name) ?? {};
      const saleId = call.saleId ?? call.params?.flashSaleId;
      const key = await keyOf(api, crowd.owner, saleId === undefined ? {} : { saleId });
      const { status } = await ask(endpoint, by(call, key));
      expect([saleId === undefined, [401, 403].includes(status)]).toEqual([false, false]);
    },
  );

  /** 401 also says that a password or a code is wrong. */
  const isOwnFault = ({ errors }: Endpoint, { body }: Answer) =>
    errors.includes(JSON.parse(body).code) && JSON.parse(body).code !== 'FORBIDDEN';
});

describe('the dashboard of the queue', () => {
  test('is closed at every address to callers below operator, and operators change nothing', async () => {
    const routes = routesOf(api.app).filter(
      ({ path, method }) => path.startsWith('/bull-mq-dashboard') && method !== 'OPTIONS',
    );
    expect(routes.length).toBeGreaterThan(10);
    const before = await readState(api);
    for (const { method, path } of routes) {
      // Its files lie in a folder that the list of routes does not name.
      const url = path.replace(/:[A-Za-z]+/g, 'x').replace('*', 'static/x');
      const send = (headers: Headers) =>
        api.inject({
          method: method as 'GET',
          url,
          headers,
          ...(method !== 'GET' && { payload: {} }),
        });
      for (const caller of callers.filter((one) => !letIn.operator.includes(one))) {
        const answer = await send(crowd.credentials[caller]);
        expect([method, url, caller, answer.statusCode]).toEqual([
          ...[method, url, caller],
          refusalOf(caller, 'sessions').status,
        ]);
      }
      if (method !== 'GET' && method !== 'HEAD') {
        const answer = await send(crowd.credentials['an operator']);
        expect([method, url, answer.statusCode]).toEqual([method, url, 403]);
      }
    }
    expect(changesBetween(before, await readState(api))).toEqual([]);
  });
});

interface Shop {
  flashSaleId: string;
  email: string;
  orderId: string;
  credentials: Credentials;
}

/** One unit, held or bought by the buyer; another buyer waits. */
async function openShop(identity: 'guest' | 'account', isSold: boolean): Promise<Shop> {
  const sale = await openSale(api.deps, { startingQuantity: 1, identity });
  const elsewhere = await openSale(api.deps);
  const isGuest = identity === 'guest';
  const email = isGuest ? someone() : crowd.buyer.email;
  const buyer = createBrowser(api, email);
  const other = createBrowser(api, isGuest ? someone() : crowd.other.email);
  const [own, others] = isGuest ? [{}, {}] : [crowd.buyer, crowd.other];
  await buyer.buy(sale, own);
  await serve(api.deps, sale.id);
  await other.buy(sale, others);
  const away = createBrowser(api, email);
  await away.buy(elsewhere);
  const orderId = isSold ? (await buyer.confirm(sale, own)).json().orderId : '';
  await api.deps.purchase.idle();
  const tickets = ticketsOf({
    buyer: isGuest ? buyer.ticket(sale) : away.ticket(elsewhere),
    other: other.ticket(sale),
    elsewhere: away.ticket(elsewhere),
  });
  const { 'the buyer': first, 'another buyer': second, ...forgeries } = tickets;
  const shown = isGuest && first && second && { 'the buyer': first, 'another buyer': second };
  const credentials = { ...crowd.credentials, ...forgeries, ...shown };
  return { flashSaleId: sale.id, email, orderId, credentials };
}

/** What an answer says, in the words of the table. */
function wordOf({ status, body }: Answer): string {
  if (status === 204 || body === '') {
    return String(status);
  }
  const { code, state, gave, total, orderId, expiresAt } = JSON.parse(body);
  if (status === 200 && code !== undefined) {
    return 'made';
  }
  const order = orderId === undefined ? undefined : 'order';
  return (
    code ??
    state ??
    gave ??
    (total === undefined ? undefined : String(total)) ??
    order ??
    (expiresAt && 'extended')
  );
}

/** What another caller may be told only about a place of the own. */
const CHANGES = new Set(['place', 'waiting', 'on']);

describe.each(['guest', 'account'] as const)('in a sale for %ss', (identity) => {
  const rows = table.filter(([, { role }]) => role === 'buyer');

  test.each(rows)(
    '%s answers each caller as the table says, and only the owner of a place changes it',
    async (name, endpoint) => {
      const cells = answersOfBuyers[identity][routeOf(endpoint)];
      const isSold = name === 'receipt' || name === 'myOrders';
      const { credentials, flashSaleId, email, orderId } = await openShop(identity, isSold);
      const isOfPlace = name === 'stream' || name === 'deviceCode';
      const named: Headers = isOfPlace ? { flashSaleId } : { email, flashSaleId };
      const call: Call = {
        ...(endpoint.params && { params: { orderId } }),
        ...(endpoint.query && { query: named }),
        ...(endpoint.body && { payload: named }),
      };
      const wordFor = async (caller: Caller) =>
        wordOf(await ask(endpoint, by(call, credentials[caller])));
      const mayChange = (caller: Caller) =>
        caller === 'the buyer' || (cells && CHANGES.has(cellOf(cells, caller)));
      if (name === 'deviceCode') {
        const wish = { payload: { email, flashSaleId } };
        await ask(endpoints.makeDeviceCode, by(wish, credentials['the buyer']));
      }
      const answers: [Caller, string][] = [];
      const before = await readState(api);
      for (const caller of callers.filter((one) => !mayChange(one))) {
        answers.push([caller, await wordFor(caller)]);
      }
      expect(changesBetween(before, await readState(api))).toEqual([]);
      const [owner, ...others] = callers.filter(mayChange);
      for (const caller of [...others, ...(owner ? [owner] : [])]) {
        answers.push([caller, await wordFor(caller)]);
      }
      const expected = answers.map(([caller]) => [caller, cells && cellOf(cells, caller)]);
      expect(answers).toEqual(expected);
    },
  );
});

describe('no spelling of an address', () => {
  test.each([
    '//flash-sales',
    '/flash-sales/',
    '/Flash-Sales',
    '/%66lash-sales',
    '/flash-sales/%2e',
    '/flash-sales;x',
    '/./flash-sales',
  ])('%s is a way around the roles', async (url) => {
    const bypass = { 'x-middleware-subrequest': 'middleware:middleware:middleware' };
    const answer = await api.inject({ url, headers: bypass });
    expect([400, 401, 404]).toContain(answer.statusCode);
  });
});
