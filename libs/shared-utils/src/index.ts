export { type BatchOptions, createBatchLoader } from './batch-loader.ts';
export {
  countries,
  countryChoices,
  countryName,
  isCountry,
  needsPostcode,
  type PostalAddress,
  parcelLabel,
} from './countries.ts';
export {
  drawDeviceCode,
  drawOrderCode,
  formatCode,
  idPattern,
  isId,
  normaliseEmail,
  parseDeviceCode,
  parseOrderCode,
} from './identity.ts';
export { currencyDecimals, isCurrency, toMajor, toMinor } from './money.ts';
export { createRandom, type Random } from './random.ts';
export {
  type BackoffOptions,
  backoffMs,
  type Clock,
  DAY_MS,
  formatCountdown,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  systemClock,
  wholeSecondsLeft,
  withinTime,
} from './time.ts';
