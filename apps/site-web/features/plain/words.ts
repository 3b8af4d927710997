import { formatCount, formatMoney, formatTime, hourStyle } from '@flash/web';
import { type Locale, localeTags } from '../../i18n/locales.ts';

type Values = Record<string, string | number>;

/** Texts of one language by their full key, outside of React. */
export interface Translate {
  (key: string, values?: Values): string;
  has(key: string): boolean;
  /** For texts with tags: what a function returns is markup. */
  markup(key: string, values: Record<string, string | number | ((text: string) => string)>): string;
}

/** Numbers, money and times of a page without script. All times are those of one zone, which is named. */
export interface Words {
  locale: Locale;
  t: Translate;
  count(count: number): string;
  money(minor: number, currency: string): string;
  time(at: string | number): string;
  /** With seconds, for when the page was made. */
  moment(at: number): string;
  span(seconds: number): string;
  /** The two largest units. */
  distance(ms: number): string;
}

export function wordsOf(locale: Locale, t: Translate, timeZone: string): Words {
  const tag = localeTags[locale];
  return {
    locale,
    t,
    count: (count) => formatCount(count, tag),
    money: (minor, currency) =>
      minor === 0 ? t('format.free') : formatMoney(minor, currency, tag),
    time: (at) => formatTime(at, timeZone, tag),
    moment: (at) =>
      new Intl.DateTimeFormat(tag, {
        hour: hourStyle(tag),
        minute: '2-digit',
        second: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }).format(at),
    span: (seconds) =>
      seconds >= 120
        ? t('format.minutes', { minutes: Math.round(seconds / 60) })
        : t('format.seconds', { seconds }),
    distance(ms) {
      const all = Math.max(0, Math.floor(ms / 60_000));
      const [days, hours, minutes] = [Math.floor(all / 1_440), Math.floor(all / 60) % 24, all % 60];
      if (days > 0) {
        return t('format.days', { days, hours });
      }
      if (hours > 0) {
        return t('format.hours', { hours, minutes });
      }
      return minutes > 0 ? t('format.minutes', { minutes }) : t('format.underMinute');
    },
  };
}
