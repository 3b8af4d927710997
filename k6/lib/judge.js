/**
 * What must hold of a sale after the load, as a list of what does not. Pure: the run and its tests
 * judge alike. Orders are those of the team's list.
 */
export function judge({ orders, startingQuantity, remaining }) {
  const paid = orders.filter(({ paymentStatus }) => paymentStatus === 'paid');
  return [
    ...notPaid(orders, paid),
    ...tooMany(paid, startingQuantity),
    ...uncounted(paid, startingQuantity, remaining),
    ...twice(paid, 'buyer'),
    ...twice(paid, 'userEmail'),
    ...twice(paid, 'unit'),
    ...outOfOrder(paid),
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
    if (value === undefined) {
      continue;
    }
    if (seen.has(value)) {
      repeated.add(value);
    }
    seen.add(value);
  }
  return [...repeated].map((value) => `${field} ${value} has two orders`);
}

/**
 * Who drew the smaller seq got the smaller unit: units are handed out in their own order, and in this
 * scenario no buyer gives one back.
 */
function outOfOrder(paid) {
  const inLine = [...paid].sort((left, right) => left.seq - right.seq);
  return inLine.flatMap((after, place) => {
    const before = inLine[place - 1];
    if (!before || before.unit < after.unit) {
      return [];
    }
    return [`seq ${after.seq} got unit ${after.unit}, seq ${before.seq} unit ${before.unit}`];
  });
}
