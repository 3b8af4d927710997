import type { ContactBody, PublicSale } from '@flash/shared-types';
import { needsPostcode } from '@flash/shared-utils';

/** What a buyer fills in, as text. */
export interface Contact {
  name: string;
  phone: string;
  country: string;
  line1: string;
  line2: string;
  postcode: string;
  city: string;
  region: string;
}

export const emptyContact: Contact = {
  ...{ name: '', phone: '', country: '', line1: '', line2: '' },
  ...{ postcode: '', city: '', region: '' },
};

/** The fields in the order in which the page shows them. */
export const contactFields = Object.keys(emptyContact) as (keyof Contact)[];

/** What the sale needs to be told. */
export type DeliveryTerms = Pick<PublicSale, 'needsDeliveryAddress' | 'deliveryCountries'>;

/** The text that says how a detail has to be corrected before the payment. */
export type FaultKey =
  | 'nameNeeded'
  | 'recipientNeeded'
  | 'phoneFault'
  | 'line1Needed'
  | 'postcodeNeeded'
  | 'postcodeFault'
  | 'cityNeeded'
  | 'countryNeeded'
  | 'countryFault';
export type DetailsFaults = Partial<Record<keyof Contact, FaultKey>>;

const PHONE = /^\+?[\p{Nd}\s().\-/\u2010-\u2015]*$/u;
const PHONE_DIGITS_MIN = 5;
const POSTCODE = /^(?:[\p{L}\p{N}][\p{L}\p{N} -]*)?$/u;

/** A phone number is optional everywhere, and kept together with the name of the person who answers it. */
export function faultsOf(contact: Contact, terms: DeliveryTerms | null): DetailsFaults {
  const { name, phone } = trimmed(contact);
  const isDelivered = terms?.needsDeliveryAddress === true;
  return {
    ...(name === '' && isDelivered && { name: 'recipientNeeded' }),
    ...(name === '' && !isDelivered && phone !== '' && isPhone(phone) && { name: 'nameNeeded' }),
    ...(phone !== '' && !isPhone(phone) && { phone: 'phoneFault' }),
    ...(isDelivered && addressFaults(contact, terms)),
  };
}

function isPhone(phone: string): boolean {
  const digits = phone.match(/\p{Nd}/gu)?.length ?? 0;
  return PHONE.test(phone) && digits >= PHONE_DIGITS_MIN;
}

function addressFaults(contact: Contact, { deliveryCountries }: DeliveryTerms): DetailsFaults {
  const { line1, postcode, city } = trimmed(contact);
  const country = countryIn(contact, deliveryCountries);
  return {
    ...(line1 === '' && { line1: 'line1Needed' }),
    ...(postcode === '' && needsPostcode(country) && { postcode: 'postcodeNeeded' }),
    ...(!POSTCODE.test(postcode) && { postcode: 'postcodeFault' }),
    ...(city === '' && { city: 'cityNeeded' }),
    ...(country === '' && { country: contact.country === '' ? 'countryNeeded' : 'countryFault' }),
  };
}

/** The country that was chosen, as long as the sale delivers there, or the only one there is. */
export function countryIn({ country }: Contact, deliveryCountries: readonly string[]): string {
  const [first = '', ...others] = deliveryCountries;
  if (first !== '' && others.length === 0) {
    return first;
  }
  return first === '' || deliveryCountries.includes(country) ? country : '';
}

/** The contact for the API; none without a name. */
export function contactOf(contact: Contact, terms: DeliveryTerms | null): ContactBody | undefined {
  const { name, phone, line1, line2, postcode, city, region } = trimmed(contact);
  if (name === '') {
    return undefined;
  }
  const own = { name, phone: phone || null };
  if (terms?.needsDeliveryAddress !== true) {
    return own;
  }
  const country = countryIn(contact, terms.deliveryCountries);
  return {
    ...own,
    address: {
      ...{ line1, line2: line2 || null, postcode: postcode || null },
      ...{ city, region: region || null, country },
    },
  };
}

function trimmed(contact: Contact): Contact {
  const fields = contactFields.map((field) => [field, contact[field].trim()]);
  return Object.fromEntries(fields) as unknown as Contact;
}
