import { needsPostcode } from '@flash/shared-utils';
import { z } from 'zod';
import { country } from '../sale/country.ts';
import { line } from '../scalars.ts';

/** Lenient: countries write postcodes in many ways, and some have none. */
const postcode = line(20).regex(
  /^(?:[\p{L}\p{N}][\p{L}\p{N} -]*)?$/u,
  'must be letters, digits, blanks and hyphens',
);

const addressFields = {
  line1: line(200).min(1).meta({ description: 'Street and number.' }),
  line2: line(200).nullish().meta({ description: 'Floor, company, what else a carrier needs.' }),
  postcode: postcode.nullish(),
  city: line(100).min(1),
  region: line(100).nullish().meta({ description: 'State or province.' }),
  country,
};

/** As a buyer sends it. */
export const deliveryAddressBody = z.object(addressFields).superRefine((address, context) => {
  if (needsPostcode(address.country) && !address.postcode) {
    const message = 'is needed in this country';
    context.addIssue({ code: 'custom', path: ['postcode'], message });
  }
});
export type DeliveryAddressBody = z.infer<typeof deliveryAddressBody>;

/** As it is kept with an order. */
export const deliveryAddress = z.object({
  line1: z.string(),
  line2: z.string().nullable(),
  postcode: z.string().nullable(),
  city: z.string(),
  region: z.string().nullable(),
  country: z.string(),
});
export type DeliveryAddress = z.infer<typeof deliveryAddress>;

/** The details of a buyer that an order keeps. */
export const orderContact = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  address: deliveryAddress.optional().meta({
    description: 'Missing where the sale delivers nothing.',
  }),
});
export type OrderContact = z.infer<typeof orderContact>;
