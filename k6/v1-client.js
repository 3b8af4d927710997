// A client as it was written against the first version of the API: it knows none of the newer fields
// and routes, keeps k6's own idea of a failed request (any 4xx or 5xx), and must go on working as it
// is. Compatibility is the point, so nothing here is shared with flash-sale.js.
import { check, sleep } from 'k6';
import http from 'k6/http';

const api = __ENV.API_BASE || 'http://api:4000';
const seconds = Number(__ENV.FLASH_SALE_DURATION || 600);
const quantity = Number(__ENV.STARTING_QUANTITY || 1000);
const interval = Number(__ENV.POLLING_INTERVAL || 5);
const peak = Number(__ENV.VUS || 2000);
const steady = __ENV.STEADY || '200';
const json = { headers: { 'Content-Type': 'application/json' } };

export const options = {
  stages: [
    { duration: '10s', target: Math.ceil(peak / 2) },
    { duration: `${steady}s`, target: peak },
    { duration: '10s', target: 0 },
  ],
  thresholds: { http_req_failed: ['rate<0.01'] },
  setupTimeout: '60s',
  teardownTimeout: '120s',
};

const send = (path, body, params = json) =>
  http.post(`${api}${path}`, JSON.stringify(body), params);

export function setup() {
  const email = `admin-${Date.now()}@load.test`;
  const password = 'password123';
  send('/api/auth/sign-up/email', { name: 'Admin', email, password });
  const token = send('/api/auth/sign-in/email', { email, password }).json('token');
  const auth = { headers: { ...json.headers, Authorization: `Bearer ${token}` } };
  const startsAt = new Date(Date.now() + 5_000);
  const endsAt = new Date(startsAt.getTime() + seconds * 1_000);
  const sale = { name: 'Load', startsAt, endsAt, startingQuantity: quantity };
  const made = send('/flash-sales', { ...sale, currentQuantity: quantity }, auth);
  check(made, { created: (answer) => answer.status === 201 });
  sleep(10);
  return { id: made.json('id'), auth };
}

export default function buyer({ id }) {
  const { meta } = http.get(`${api}/flash-sales/public/sale?flashSaleId=${id}`).json();
  if (meta.status === 'ended' || meta.soldOut || meta.progress.remaining <= 0) {
    return sleep(1);
  }
  const who = { email: `user-${__VU}-${__ITER}@load.test`, flashSaleId: id };
  const bought = send('/orders/buy', who);
  if (bought.status !== 200) {
    return;
  }
  if (bought.json('hasActiveHold') || waitForTurn(who)) {
    const paid = send('/orders/confirm', { ...who, totalAmount: 0 });
    check(paid, { paid: (answer) => answer.status === 200 && answer.json('ok') === true });
  }
}

function waitForTurn({ email, flashSaleId }) {
  const url = `${api}/orders/position?email=${encodeURIComponent(email)}&flashSaleId=${flashSaleId}`;
  for (let pause = interval; ; pause += interval / 2) {
    const answer = http.get(url);
    if (answer.status !== 200 || answer.json('status') === 'none') {
      return false;
    }
    if (answer.json('hasActiveHold')) {
      return true;
    }
    sleep(pause);
  }
}

export function teardown({ id, auth }) {
  let paid = 0;
  for (let page = 1; ; page += 1) {
    const url = `${api}/orders/admin/list-admin?flashSaleId=${id}&page=${page}&limit=100`;
    const { items } = http.get(url, auth).json();
    paid += items.filter((order) => order.paymentStatus === 'paid').length;
    if (items.length < 100) {
      break;
    }
  }
  check(paid, { 'never more than there were': (count) => count <= quantity });
  console.log(`${paid} paid of ${quantity}`);
}
