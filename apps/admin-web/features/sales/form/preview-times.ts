import { distanceWords } from '../when.ts';

interface PreviewLine {
  label: string;
  words: string;
}

/** One moment for every reader: in the sale's zone, the reader's, UTC, and how far away. */
export function previewTimes(at: number, saleZone: string, readersZone: string, now: number) {
  const same = saleZone === readersZone;
  const lines: PreviewLine[] = [
    { label: same ? 'Sale and you' : 'Sale', words: momentIn(at, saleZone) },
  ];
  if (!same) lines.push({ label: 'You', words: momentIn(at, readersZone) });
  if (saleZone !== 'UTC' && readersZone !== 'UTC') {
    lines.push({ label: 'UTC', words: momentIn(at, 'UTC') });
  }
  return { lines, away: distanceWords(at, now) };
}

export function momentIn(at: number, timeZone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);
}
