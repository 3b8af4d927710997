import { formatClock, formatCount, formatMoney, formatTime } from '@flash/web';
import { useLocale, useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { regionalTag } from '../i18n/locales.ts';

const neverChanges = () => () => {};

/** Numbers, money, times and spans in the language of the page, times as the reader's region writes them. */
export function useFormats() {
  const locale = useLocale();
  const region = useSyncExternalStore(
    neverChanges,
    () => regionalTag(locale, navigator.languages),
    // As in the page that was built, which knows no reader.
    () => locale,
  );
  const t = useTranslations('format');
  return {
    count: (count: number) => formatCount(count, locale),
    money: (minor: number, currency: string) =>
      minor === 0 ? t('free') : formatMoney(minor, currency, locale),
    time: (at: string | number, zone?: string) => formatTime(at, zone, region),
    clock: (at: string | number) => formatClock(at, region),

    /** A range of waiting time, or that it is unknown. */
    wait(wait: { fromMs: number; toMs: number } | null) {
      if (!wait) {
        return t('unknown');
      }
      if (wait.toMs <= 60_000) {
        return t('underMinute');
      }
      const minutes = (ms: number) => Math.max(1, Math.ceil(ms / 60_000));
      const [from, to] = [minutes(wait.fromMs), minutes(wait.toMs)];
      return from === to ? t('aboutMinutes', { minutes: to }) : t('minutesRange', { from, to });
    },

    /** The two largest units. */
    distance(ms: number) {
      const all = Math.max(0, Math.floor(ms / 60_000));
      const [days, hours, minutes] = [Math.floor(all / 1_440), Math.floor(all / 60) % 24, all % 60];
      if (days > 0) {
        return t('days', { days, hours });
      }
      if (hours > 0) {
        return t('hours', { hours, minutes });
      }
      return minutes > 0 ? t('minutes', { minutes }) : t('underMinute');
    },

    span: (seconds: number) =>
      seconds >= 120
        ? t('minutes', { minutes: Math.round(seconds / 60) })
        : t('seconds', { seconds }),

    /** How long ago. */
    age(ms: number) {
      const seconds = Math.max(0, Math.round(ms / 1_000));
      if (seconds < 2) {
        return t('justNow');
      }
      return seconds < 120
        ? t('secondsAgo', { seconds })
        : t('minutesAgo', { minutes: Math.floor(seconds / 60) });
    },
  };
}
