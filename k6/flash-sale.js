import { check, fail, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { judge } from './lib/judge.js';

const number = (name, fallback) => {
  const value = Number(__ENV[name] || fallback);
  if (!(value >= 0)) {
    throw new Error(`${name} must be a number, not "${__ENV[name]}"`);
  }
  return value;
};

/** What the run is told by its environment. The last four make a smaller run of the same shape. */
const settings = {
  api: (__ENV.API_BASE || 'http://localhost:4000').replace(/\/+$/, ''),
  durationSeconds: number('FLASH_SALE_DURATION', 600),
  startingQuantity: number('STARTING_QUANTITY', 1000),
  pollSeconds: number('POLLING_INTERVAL', 5),
  vus: number('VUS', 2000),
  rampSeconds: number('RAMP', 10),
  steadySeconds: number('STEADY', 200),
  thinkSeconds: number('THINK', 1),
};

/** The sale opens this long after it was made, and load comes this long after that. */
const LEAD_SECONDS = 5;
const CALM_SECONDS = 5;

const stages = [
  { duration: `${settings.rampSeconds}s`, target: Math.ceil(settings.vus / 2) },
  { duration: `${settings.steadySeconds}s`, target: settings.vus },
  { duration: `${settings.rampSeconds}s`, target: 0 },
];

const json = { 'Content-Type': 'application/json' };

/**
 * A request under a name of its own: without it every sale id would be a series of its own. Which
 * answers are expected is said per route, so that a sale that sold out is no failed request.
 */
function get(name, path, { expected = [200], token } = {}) {
  return http.get(`${settings.api}${path}`, params(name, expected, token));
}

function post(name, path, body, { expected = [200], token } = {}) {
  return http.post(`${settings.api}${path}`, JSON.stringify(body), params(name, expected, token));
}

/** The body, or an empty object where an answer is not what it should be. */
function bodyOf(response) {
  try {
    return response.json() || {};
  } catch {
    return {};
  }
}

function params(name, expected, token) {
  return {
    headers: token ? { ...json, Authorization: `Bearer ${token}` } : json,
    tags: { name },
    responseCallback: http.expectedStatuses(...expected),
    timeout: '30s',
  };
}

// The load scenario: one sale, a crowd that grows to 2,000, and an audit of what came of it.
//   npm run k6:flash                        against what `npm start` runs (ADMIN_SIGNUP=open)
//   VUS=50 RAMP=3 STEADY=10 STARTING_QUANTITY=100 npm run k6:flash       a small one

export const options = {
  scenarios: {
    buyers: { executor: 'ramping-vus', startVUs: 0, stages, gracefulRampDown: '30s' },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:public sale}': ['p(95)<500'],
    'http_req_duration{name:buy}': ['p(95)<1000'],
    'http_req_duration{name:confirm}': ['p(95)<1000'],
    checks: ['rate>0.999'],
    // A run that did not audit itself proves nothing.
    audits: ['count==1'],
    audit_violations: ['count==0'],
  },
  summaryTrendStats: ['med', 'avg', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '60s',
  teardownTimeout: '180s',
  userAgent: 'flash-sale-k6',
};

export const setup = openSale;

export default function buyer({ saleId }) {
  buyOnce(saleId);
}

export const teardown = auditSale;

/** Signs a new admin up and in, makes a sale that opens in a moment, and waits until it is open. */
function openSale() {
  const token = signInNewAdmin();
  const startsAt = Date.now() + LEAD_SECONDS * 1000;
  const endsAt = startsAt + settings.durationSeconds * 1000;
  const sale = {
    name: `Load run ${new Date(startsAt).toISOString()}`,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    startingQuantity: settings.startingQuantity,
    // Longer than any run: a unit that came back would blur the order in which units went out.
    holdTtlSeconds: 3600,
  };
  const made = post('create sale', '/flash-sales', sale, { expected: [201], token });
  if (made.status !== 201) {
    fail(`the sale was not made: ${made.status} ${made.body}`);
  }
  sleep(LEAD_SECONDS + CALM_SECONDS);
  return { saleId: made.json('id'), token, startingQuantity: settings.startingQuantity };
}

function signInNewAdmin() {
  const email = `k6-admin-${Date.now()}-${Math.floor(Math.random() * 1e9)}@load.test`;
  const password = `k6-${Math.random().toString(36).slice(2)}-pass`;
  const person = { name: 'Load run', email, password };
  const signedUp = post('sign up', '/api/auth/sign-up/email', person, { expected: [200, 201] });
  const signedIn = post('sign in', '/api/auth/sign-in/email', { email, password });
  const { token, user } = bodyOf(signedIn);
  if (!token) {
    fail(`no admin: ${signedUp.status} ${signedUp.body} · ${signedIn.body}`);
  }
  if (bodyOf(signedUp).user?.role !== 'owner' && user?.role !== 'owner') {
    console.warn('the new account owns nothing: start the API with ADMIN_SIGNUP=open');
  }
  return token;
}

const bought = new Counter('bought');
const gaveUp = new Counter('gave_up');
const buyToHold = new Trend('buy_to_hold', true);
const buyToOrder = new Trend('buy_to_order', true);

/** One buyer with an address of its own: look, join, wait for the turn, pay. */
function buyOnce(saleId) {
  if (!isWorthBuying(saleId)) {
    return giveUp();
  }
  const buyer = { email: newEmail(), flashSaleId: saleId };
  const startedAt = Date.now();
  // 409: it sold out or ended between the look and the press.
  const joined = post('buy', '/orders/buy', buyer, { expected: [200, 409] });
  if (joined.status !== 200) {
    return giveUp();
  }
  check(bodyOf(joined), { 'a join is a place or a hold': isPlace });
  if (!bodyOf(joined).hasActiveHold && !waitForTurn(buyer)) {
    return giveUp();
  }
  buyToHold.add(Date.now() - startedAt);
  pay(buyer, startedAt);
}

function isWorthBuying(saleId) {
  const { meta } = bodyOf(get('public sale', `/flash-sales/public/sale?flashSaleId=${saleId}`));
  if (!meta) {
    return false;
  }
  return meta.status !== 'ended' && !meta.soldOut && meta.progress.remaining > 0;
}

const isPlace = ({ queued, position, size, hasActiveHold }) =>
  queued === true && (hasActiveHold ? position === null : position >= 1 && position <= size);

/** Asks at once, then ever more slowly; false when there is no longer a place to wait at. */
function waitForTurn({ email, flashSaleId }) {
  const path = `/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  let rank = Number.POSITIVE_INFINITY;
  for (let pause = settings.pollSeconds; ; pause += settings.pollSeconds / 2) {
    const answer = get('position', path);
    const { status, position, hasActiveHold } = bodyOf(answer);
    if (hasActiveHold) {
      return true;
    }
    if (answer.status === 200 && status === 'none') {
      return false;
    }
    if (status === 'queued') {
      check(position, { 'a rank never grows': (now) => now <= rank });
      rank = position;
    }
    sleep(pause);
  }
}

function pay(buyer, startedAt) {
  const answer = post('confirm', '/orders/confirm', buyer);
  const isPaid = check(answer, {
    'a hold becomes an order': ({ status }) => status === 200 && Boolean(answer.json('orderId')),
  });
  if (!isPaid) {
    return;
  }
  bought.add(1);
  buyToOrder.add(Date.now() - startedAt);
}

function giveUp() {
  gaveUp.add(1);
  sleep(settings.thinkSeconds);
}

function newEmail() {
  const { vu, scenario } = exec;
  return `k6-${vu.idInTest}-${scenario.iterationInTest}-${Date.now()}@load.test`;
}

const audits = new Counter('audits');
const violations = new Counter('audit_violations');

const PAGE = 100;

/** Judges the sale by what the team and the public can read of it, and by the API's own audit. */
function auditSale({ saleId, token, startingQuantity }) {
  waitUntilSettled(saleId, token);
  const orders = listOrders(saleId, token);
  const { meta } = bodyOf(get('audit', `/flash-sales/public/sale?flashSaleId=${saleId}`));
  const faults = [
    ...judge({ orders, startingQuantity, remaining: meta?.progress.remaining }),
    ...ownAudit(saleId, token),
  ];
  audits.add(1);
  violations.add(faults.length);
  for (const fault of faults.slice(0, 20)) {
    console.error(`audit: ${fault}`);
  }
  const sold = `${orders.length} orders, ${meta?.progress.remaining} of ${startingQuantity} left`;
  console.log(`audit: ${sold}, ${faults.length} violations`);
}

/** Buyers whom the end of the run cut off while they paid leave a claim that is being decided. */
function waitUntilSettled(saleId, token) {
  for (let second = 0; second < 30; second += 1) {
    const path = `/orders/admin/queue/${saleId}/overview`;
    if (bodyOf(get('audit', path, { token })).claimed === 0) {
      break;
    }
    sleep(1);
  }
  // The public numbers may be a moment old.
  sleep(1);
}

function listOrders(saleId, token) {
  const orders = [];
  for (let page = 1; ; page += 1) {
    const path = `/orders/admin/list-admin?flashSaleId=${saleId}&limit=${PAGE}&page=${page}`;
    const { items = [], total = 0 } = bodyOf(get('audit', path, { token }));
    orders.push(...items);
    if (items.length === 0 || orders.length >= total) {
      return orders;
    }
  }
}

function ownAudit(saleId, token) {
  const audit = bodyOf(get('audit', `/orders/admin/queue/${saleId}/audit`, { token }));
  if (audit.ok === true) {
    return [];
  }
  const found = [...(audit.violations || []), ...(audit.differences || [])];
  return [`the API's own audit: ${JSON.stringify(found)}`];
}
