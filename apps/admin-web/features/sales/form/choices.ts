import { isCurrency } from '@flash/shared-utils';
import { readersZone } from '../../kit/when.tsx';

/** The sale's own and the reader's first: most people look no further. */
export const zoneChoices = (chosen: string): string[] => [
  ...new Set([chosen, readersZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')]),
];

export function currencyChoices(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(undefined, { type: 'currency' });
  return Intl.supportedValuesOf('currency')
    .filter(isCurrency)
    .map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }));
}
