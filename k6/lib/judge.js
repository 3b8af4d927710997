/**
 * What must hold of a sale after the load, as a list of what does not. Pure: the run and its tests
 * judge alike. Orders are those of the team's list; `grants` are the log numbers at which the holds
 * of some of them were granted.
 */
export function judge({ orders, startingQuantity, remaining, grants }) {
  const paid = orders.filter(({ paymentStatus }) => paymentStatus === 'paid');
  return [
    ...notPaid(orders, paid),
    ...tooMany(paid, startingQuantity),
    ...uncounted(paid, startingQuantity, remaining),
    ...twice(paid, 'buyer'),
    ...twice(paid, 'userEmail'),
    ...twice(paid, 'unit'),
    ...outOfOrder(grants),
  ];
}

const notPaid = (orders, paid) =>
  orders.length === paid.length ? [] : [`${orders.length - paid.length} orders are not paid`];

const tooMany = (paid, starting) =>
  paid.length <= starting ? [] : [`${paid.length} sold of ${starting}`];

const uncounted = (paid, starting, remaining) =>
  paid.length === starting - remaining
    ? []
    : [`${paid.length} paid, but ${starting} - ${remaining} are missing from the stock`];

function twice(paid, field) {
  const seen = new Set();
  const repeated = new Set();
  for (const order of paid) {
    const value = order[field];
    if (value === undefined) continue;
    if (seen.has(value)) repeated.add(value);
    seen.add(value);
  }
  return [...repeated].map((value) => `${field} ${value} has two orders`);
}

/** Who drew the smaller seq was granted no later: in an earlier entry of the log, or in the same. */
function outOfOrder(grants) {
  const unknown = grants.filter(({ n }) => !Number.isFinite(n));
  const inLine = grants.filter(({ n }) => Number.isFinite(n)).sort((a, b) => a.seq - b.seq);
  const faults = unknown.map(({ seq }) => `seq ${seq} has an order, but was never granted a hold`);
  for (let place = 1; place < inLine.length; place += 1) {
    const [before, after] = [inLine[place - 1], inLine[place]];
    if (before.n > after.n) {
      faults.push(`seq ${after.seq} was served at ${after.n}, seq ${before.seq} at ${before.n}`);
    }
  }
  return faults;
}
