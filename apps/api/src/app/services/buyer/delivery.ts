import type { Database, Sale } from '@flash/database';
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
  log: Pick<Logger, 'warn'>;
}

/**
 * The details that an order of this buyer keeps; throws where this sale cannot do without more of them. A request
 * that has none gets those with which the payment was prepared, and one that has too few for an order which exists
 * is not refused: whatever it lacks, it is told of the order again.
 */
export async function contactOf(
  { db, log }: Deps,
  sale: Sale,
  who: Proof,
  sent: ContactBody | undefined,
): Promise<OrderContact | null> {
  const errors = faultsOf(sale, sent);
  if (errors.length === 0) {
    return sent ? kept(sale, sent) : null;
  }
  if (sent === undefined) {
    const reading = db.preparedPayments.newest(sale.id, who.buyer);
    const prepared = await bestEffort(log, 'read a prepared payment', reading, null);
    const contact = prepared && owns(who, prepared.seq) ? prepared.person?.contact : null;
    if (contact?.address) {
      return contact;
    }
  }
  const reading = db.orders.liveByBuyer(sale.id, who.buyer);
  if (await bestEffort(log, 'find the order of a buyer', reading, null)) {
    return null;
  }
  throw new AppError('VALIDATION_FAILED', { errors });
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

/** An address that is not needed is not kept. */
function kept(
  { needsDeliveryAddress }: Terms,
  { name, phone, address }: ContactBody,
): OrderContact {
  return {
    name,
    phone: phone ?? null,
    ...(needsDeliveryAddress && address && { address: addressOf(address) }),
  };
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
