import { currencyDecimals } from './currency.ts';

/** A number carries 15 decimal digits for certain; one more and amounts begin to share a number. */
const LARGEST_MINOR = 999_999_999_999_999;

/**
 * Minor units of an amount in major units, or null when the amount is not one of this currency:
 * negative, not finite, too large to be exact, or with more decimals than the currency has.
 * Works on the decimal text of the number, because `19.99 * 100` is 1998.9999999999998.
 */
export function toMinor(amount: number, currency: string): number | null {
  const decimals = currencyDecimals(currency);
  if (decimals === null || !Number.isFinite(amount) || amount < 0) {
    return null;
  }
  const match = /^(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(amount));
  if (!match) {
    return null;
  }
  const [, whole = '', fraction = '', shift = '0'] = match;
  const zeros = '0'.repeat(Number(shift));
  const digits = `${zeros}${whole}${fraction}`;
  const scale = fraction.length + zeros.length;
  if (scale > decimals) {
    return null;
  }
  const minor = Number(digits.padEnd(digits.length + decimals - scale, '0'));
  return minor <= LARGEST_MINOR ? minor : null;
}

/** Exact up to 15 digits: a correctly rounded division prints as the decimal itself. */
export function toMajor(minor: number, currency: string): number {
  return minor / 10 ** (currencyDecimals(currency) ?? 2);
}
