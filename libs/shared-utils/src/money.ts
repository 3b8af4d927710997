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

/** ISO 4217: active codes, grouped by their number of decimals. */
const codesByDecimals: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
    PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
    TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimalsByCode = new Map<string, number>(
  Object.entries(codesByDecimals).flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(decimals)]),
  ),
);

export function currencyDecimals(currency: string): number | null {
  return decimalsByCode.get(currency) ?? null;
}

export function isCurrency(currency: string): boolean {
  return decimalsByCode.has(currency);
}
