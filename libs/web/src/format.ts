import { toMajor } from '@flash/shared-utils';

export function formatMoney(minor: number, currency: string, locale?: string): string {
  if (minor === 0) {
    return 'Free';
  }
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    toMajor(minor, currency),
  );
}

export function formatCount(count: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

const hourStyles = new Map<string | undefined, 'numeric' | '2-digit'>();

/**
 * How hours are written: `06:57` and `6:57 AM`. Left to the locale, a 24-hour clock has one digit without a time zone
 * and two with one or in a range.
 */
export function hourStyle(locale?: string): 'numeric' | '2-digit' {
  const known = hourStyles.get(locale);
  if (known !== undefined) {
    return known;
  }
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  const style = hour12 ? 'numeric' : '2-digit';
  hourStyles.set(locale, style);
  return style;
}

/** A time in the given zone, by default the reader's. */
export function formatTime(at: string | number, timeZone?: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: hourStyle(locale),
    minute: '2-digit',
    timeZone,
    timeZoneName: timeZone ? 'short' : undefined,
  }).format(new Date(at));
}

export function formatClock(at: string | number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { hour: hourStyle(locale), minute: '2-digit' }).format(
    new Date(at),
  );
}

/** A range of waiting time in words, or that it is unknown. */
export function formatWait(wait: { fromMs: number; toMs: number } | null): string {
  if (!wait) {
    return 'not known yet';
  }
  const [from, to] = [wait.fromMs, wait.toMs].map((ms) => Math.max(1, Math.ceil(ms / 60_000)));
  if (wait.toMs <= 60_000) {
    return 'less than a minute';
  }
  return from === to ? `about ${to} min` : `${from}–${to} min`;
}

/** `2 d 3 h`, `14 min`: the two largest units. */
export function formatDistance(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours, rest] = [
    Math.floor(minutes / 1_440),
    Math.floor(minutes / 60) % 24,
    minutes % 60,
  ];
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  if (hours > 0) {
    return `${hours} h ${rest} min`;
  }
  return minutes > 0 ? `${minutes} min` : 'less than a minute';
}
