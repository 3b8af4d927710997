import type { AuditEntry } from '@flash/shared-types';
import type { ChartMark } from '../../kit/chart/chart.tsx';

type Entry = Pick<AuditEntry, 'at' | 'action' | 'outcome' | 'before' | 'after'>;

interface Span {
  from: number;
  to: number;
}

/** Names closer than this share of the axis would cover each other; the later one is kept. */
const NAME_GAP = 0.09;

/** Pauses as bands and changes of the stock as lines, from the audit log of a sale. */
export function marksOf(entries: readonly Entry[], { from, to }: Span): ChartMark[] {
  const length = Math.max(1, to - from);
  const shareOf = (at: number) => Math.min(1, Math.max(0, (at - from) / length));
  const marks: ChartMark[] = [];
  let pausedAt: number | null = null;
  const done = entries.filter(({ outcome }) => outcome === 'done');
  for (const entry of done.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const at = Date.parse(entry.at);
    if (at > to) {
      break;
    }
    if (entry.action === 'sale.pause') {
      pausedAt ??= at;
    } else if (entry.action === 'sale.resume' && pausedAt !== null) {
      if (at > from) {
        marks.push({ from: shareOf(pausedAt), to: shareOf(at), label: 'Paused' });
      }
      pausedAt = null;
    } else if (entry.action === 'sale.stock' && at >= from) {
      marks.push({ from: shareOf(at), to: null, label: stockWords(entry) });
    }
  }
  if (pausedAt !== null) {
    marks.push({ from: shareOf(pausedAt), to: 1, label: 'Paused' });
  }
  return withRoomForNames(marks);
}

function stockWords({ before, after }: Entry): string {
  const change = stockIn(after) - stockIn(before);
  return Number.isNaN(change) ? 'Stock' : `Stock ${change < 0 ? '−' : '+'}${Math.abs(change)}`;
}

function stockIn(state: unknown): number {
  const isObject = typeof state === 'object' && state !== null;
  return isObject && 'stock' in state ? Number(state.stock) : Number.NaN;
}

function withRoomForNames(marks: readonly ChartMark[]): ChartMark[] {
  const ordered = [...marks].sort((a, b) => a.from - b.from);
  return ordered.map((mark, index) => {
    const next = ordered[index + 1];
    const isCovered = next !== undefined && next.from - mark.from < NAME_GAP;
    return isCovered ? { ...mark, label: '' } : mark;
  });
}
