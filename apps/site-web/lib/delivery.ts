import type { OrderContact, PublicSale } from '@flash/shared-types';
import { countryChoices, parcelLabel } from '@flash/shared-utils';

type Terms = Pick<PublicSale, 'needsDeliveryAddress' | 'deliveryCountries'>;

/** What buyers may know of the delivery before they join; null where nothing is delivered. */
export function deliveryWords(
  { needsDeliveryAddress, deliveryCountries }: Terms,
  t: (key: 'deliveryAll' | 'deliveryTo', values?: Record<string, string>) => string,
  tag: string,
): string | null {
  if (!needsDeliveryAddress) {
    return null;
  }
  const names = countryChoices(deliveryCountries, tag).map(({ name }) => name);
  return names.length === 0
    ? t('deliveryAll')
    : t('deliveryTo', { countries: new Intl.ListFormat(tag, { type: 'unit' }).format(names) });
}

/** As on a label, line by line; null for an order that is not delivered. */
export function labelText(contact: OrderContact | null, tag: string): string | null {
  return contact?.address ? parcelLabel(contact, tag) : null;
}
