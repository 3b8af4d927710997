import type { LogEntry } from '@flash/fairness';
import type { Notices } from '@flash/reservation';
import type { QueueFeedEvent } from '@flash/shared-types';
import { iso } from '../sale-view.ts';
import { type QueueContext, saleOf } from './context.ts';
import { overviewOf } from './overview.ts';

const COUNTS_EVERY_MS = 1_000;
const CHANGES_EVERY_MS = 250;
const CHANGES_MAX = 200;

type Change = Extract<QueueFeedEvent, { kind: 'changes' }>['changes'][number];

/** Sends what happens in one line until told to stop: counts, and each change without people. */
export function feedOf(
  context: QueueContext & { notices: Notices },
  saleId: string,
  send: (event: QueueFeedEvent) => void,
): () => void {
  let pending: Change[] = [];
  let looking = false;
  const stopListening = context.notices.on(({ saleId: of, entry }) => {
    if (of === saleId && pending.length < CHANGES_MAX) pending.push(changeOf(entry));
  });
  const changes = setInterval(() => {
    if (pending.length === 0) return;
    send({ kind: 'changes', flashSaleId: saleId, changes: pending });
    pending = [];
  }, CHANGES_EVERY_MS);
  const counts = setInterval(() => void tellCounts(), COUNTS_EVERY_MS);
  void tellCounts();
  return () => {
    stopListening();
    clearInterval(changes);
    clearInterval(counts);
  };

  async function tellCounts(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const overview = await overviewOf(context, await saleOf(context, saleId));
      send({ ...overview, kind: 'counts' });
    } catch {
      // The next tick asks again; a feed that is silent shows its age.
    } finally {
      looking = false;
    }
  }
}

function changeOf(entry: LogEntry): Change {
  const places = 'holds' in entry ? entry.holds.length : 'buyer' in entry ? 1 : 0;
  return { n: entry.n, at: iso(entry.at), type: entry.type, places, detail: detailOf(entry) };
}

function detailOf(entry: LogEntry): string | null {
  switch (entry.type) {
    case 'grant':
      return entry.mode;
    case 'pause':
      return entry.reason;
    case 'message':
      return entry.text;
    case 'adjust':
      return `${entry.by > 0 ? '+' : ''}${entry.by} units`;
    default:
      return null;
  }
}
