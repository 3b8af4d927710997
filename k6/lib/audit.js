import { sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { bodyOf, get } from './api.js';
import { judge } from './judge.js';

const audits = new Counter('audits');
const violations = new Counter('audit_violations');

const PAGE = 100;

/** Judges the sale by what the team and the public can read of it, and by the API's own audit. */
export function auditSale({ saleId, token, startingQuantity }) {
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
