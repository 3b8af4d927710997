export { type BackoffOptions, backoffMs } from './backoff.ts';
export { type Clock, systemClock } from './clock.ts';
export { currencyDecimals, isCurrency } from './currency.ts';
export {
  DAY_MS,
  formatCountdown,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  wholeSecondsLeft,
} from './duration.ts';
export { normaliseEmail } from './email.ts';
export { idPattern, isId } from './ids.ts';
export { toMajor, toMinor } from './money.ts';
export { createRandom, type Random } from './random.ts';
