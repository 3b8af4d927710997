import { check, sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import { bodyOf, get, post } from './api.js';
import { settings } from './settings.js';

const bought = new Counter('bought');
const gaveUp = new Counter('gave_up');
const buyToHold = new Trend('buy_to_hold', true);
const buyToOrder = new Trend('buy_to_order', true);

/** One buyer with an address of its own: look, join, wait for the turn, pay. */
export function buyOnce(saleId) {
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
