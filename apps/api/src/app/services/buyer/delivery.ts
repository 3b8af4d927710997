import type { Database, Sale } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import { bestEffort, type Logger } from '@flash/shared-config';
import type {
  ContactBody,
  DeliveryAddress,
  DeliveryAddressBody,
  FieldError,
  OrderContact,
} from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { owns, type Proof } from './proof.ts';

interface Deps {
  db: Pick<Database, 'orders' | 'preparedPayments'>;
  payment: Pick<PaymentPort, 'preparing'>;
  log: Pick<Logger, 'warn'>;
}

/**
 * The details that an order of this buyer keeps; throws where this sale cannot do without more of them. A request
 * that has none gets those with which the payment was prepared, and one that has too few for an order which exists
 * is not refused: whatever it lacks, it is told of the order again.
 */
export async function contactOf(
  deps: Deps,
  sale: Sale,
  who: Proof,
  sent: ContactBody | undefined,
): Promise<OrderContact | null> {
  const { db, log } = deps;
  const errors = faultsOf(sale, sent);
  if (sent !== undefined && errors.length === 0) {
    return kept(sale, sent);
  }
  const earlier = sent === undefined ? await preparedContact(deps, sale, who) : null;
  if (earlier?.address || errors.length === 0) {
    return earlier;
  }
  const reading = db.orders.liveByBuyer(sale.id, who.buyer);
  if (await bestEffort(log, 'find the order of a buyer', reading, null)) {
    return null;
  }
  throw new AppError('VALIDATION_FAILED', { errors });
}

/** Of the newest payment that was prepared for this buyer. Not read where details can do without and none is. */
async function preparedContact(
  { db, payment, log }: Deps,
  sale: Sale,
  who: Proof,
): Promise<OrderContact | null> {
  if (!sale.needsDeliveryAddress && !payment.preparing) {
    return null;
  }
  const reading = db.preparedPayments.newest(sale.id, who.buyer);
  const prepared = await bestEffort(log, 'read a prepared payment', reading, null);
  const contact = prepared && owns(who, prepared.seq) ? prepared.person?.contact : null;
  return contact ? withoutNeedless(sale, contact) : null;
}

type Terms = Pick<Sale, 'needsDeliveryAddress' | 'deliveryCountries'>;

function faultsOf(terms: Terms, sent: ContactBody | undefined): FieldError[] {
  if (!terms.needsDeliveryAddress) {
    return [];
  }
  const message = 'is needed: what is sold here is delivered';
  if (!sent?.address) {
    const missing = sent ? ['address'] : ['name', 'address'];
    return missing.map((field) => ({ path: `contact.${field}`, message }));
  }
  const { deliveryCountries } = terms;
  const isDelivered =
    deliveryCountries.length === 0 || deliveryCountries.includes(sent.address.country);
  return isDelivered
    ? []
    : [{ path: 'contact.address.country', message: 'is not one that this sale delivers to' }];
}

function kept(terms: Terms, { name, phone = null, address }: ContactBody): OrderContact {
  return withoutNeedless(terms, { name, phone, ...(address && { address: addressOf(address) }) });
}

/** An address that is not needed is not kept. */
function withoutNeedless({ needsDeliveryAddress }: Terms, contact: OrderContact): OrderContact {
  const { name, phone } = contact;
  return needsDeliveryAddress ? contact : { name, phone };
}

/** Fields that were left empty are null. */
function addressOf(sent: DeliveryAddressBody): DeliveryAddress {
  const { line1, line2, postcode, city, region, country } = sent;
  return {
    line1,
    line2: line2 || null,
    postcode: postcode || null,
    city,
    region: region || null,
    country,
  };
}
