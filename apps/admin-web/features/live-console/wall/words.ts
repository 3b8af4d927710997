import type { QueueOverview } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import { formatCount } from '@flash/web';
import { timeOf } from '../../kit/format.ts';
import type { Forecast } from './figures.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Without the decimals of round sums, which only make a number smaller on a wall. */
export function moneyWords(minor: number, currency: string): string {
  const major = toMajor(minor, currency);
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    minimumFractionDigits: Number.isInteger(major) ? 0 : undefined,
  }).format(major);
}

interface ForecastWords {
  label: string;
  value: string;
  hint: string;
}

interface ForecastAbout {
  phase: QueueOverview['phase'];
  startsAt: string;
  soldOutAt: string | null;
  now: number;
}

export function forecastWords(
  forecast: Forecast,
  { phase, startsAt, soldOutAt, now }: ForecastAbout,
): ForecastWords {
  switch (forecast.kind) {
    case 'sold-out':
      return soldOutAt === null
        ? { label: 'Forecast', value: 'Sold out', hint: 'Every unit is sold' }
        : {
            label: 'Sold out at',
            value: timeOf(Date.parse(soldOutAt)),
            hint: `${lengthWords(Date.parse(soldOutAt) - Date.parse(startsAt))} after the start`,
          };
    case 'unknown':
      return { label: 'Forecast', value: '–', hint: noForecast(phase) };
    case 'sells-out': {
      const { fromMs, toMs } = forecast;
      const from = timeOf(now + fromMs);
      return toMs === null
        ? {
            label: 'Sells out in',
            value: `${lengthOf(fromMs)} +`,
            hint: `After ${from}, if at all`,
          }
        : {
            label: 'Sells out in',
            value: rangeOf(fromMs, toMs),
            hint: `Between ${from} and ${timeOf(now + toMs)}`,
          };
    }
    case 'left-over':
      return {
        label: 'Sold at the end',
        value: rangeWords(formatCount(forecast.from), formatCount(forecast.to)),
        hint: 'Does not sell out at this pace',
      };
  }
}

function noForecast(phase: QueueOverview['phase']): string {
  if (phase === 'paused') {
    return 'No forecast during a pause';
  }
  return phase === 'open' ? 'Too few recent sales' : 'The sale is not running';
}

/** `30 s`, `5 min`: a length in one unit. */
export function lengthWords(ms: number): string {
  if (ms < 2 * MINUTE_MS && ms % MINUTE_MS !== 0) {
    return `${Math.max(0, Math.round(ms / 1_000))} s`;
  }
  return lengthOf(ms);
}

const rangeWords = (from: string, to: string) => (from === to ? from : `${from}–${to}`);

/** Both ends in the same unit: `12–20 min`, `1.5–3 h`. */
function rangeOf(fromMs: number, toMs: number): string {
  const [unit, name] = unitOf(toMs);
  return `${rangeWords(countOf(fromMs, unit), countOf(toMs, unit))} ${name}`;
}

function lengthOf(ms: number): string {
  const [unit, name] = unitOf(ms);
  return `${countOf(ms, unit)} ${name}`;
}

const unitOf = (ms: number): [number, string] =>
  ms < 2 * HOUR_MS ? [MINUTE_MS, 'min'] : [HOUR_MS, 'h'];

function countOf(ms: number, unit: number): string {
  const count = ms / unit;
  const isSmallHours = unit === HOUR_MS && count < 10;
  return formatCount(isSmallHours ? Math.round(count * 2) / 2 : Math.max(1, Math.round(count)));
}
