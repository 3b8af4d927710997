import type { QueueMember } from '@flash/shared-types';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useAsk } from '../../lib/use-ask.ts';
import { type Row, rowsOf } from './rows.ts';

export const PAGE_SIZE = 50;
const AGAIN_MS = 3_000;

export interface LineState {
  /** A position to begin at, or a place to go on after. */
  from: string;
  after: string;
}

/** One page of the line, as it was read; and, under it, how those people stand now. */
export function useLine(saleId: string, { from, after }: LineState) {
  const { team } = useMember();
  const [look, setLook] = useState(0);
  const params = { flashSaleId: saleId };
  const limit = String(PAGE_SIZE);
  const where = after ? { cursor: after } : { from };
  const asked = useAsk(
    ['line', saleId, from, after, look],
    (signal) => team.queueMembersOf({ params, query: { ...where, limit }, signal }),
    { isFixed: true },
  );
  const read = asked.data?.items ?? [];
  const first = read[0];
  const again = useAsk(
    ['line-now', saleId, first?.seq],
    (signal) => team.queueMembersOf({ params, query: { cursor: before(first), limit }, signal }),
    { everyMs: AGAIN_MS, isEnabled: first !== undefined },
  );
  const latest = again.isPlaceholderData ? null : (again.data?.items ?? null);
  const rows: readonly Row[] = rowsOf(read, latest);
  return {
    asked,
    rows,
    total: again.data?.total ?? asked.data?.total ?? 0,
    readAt: again.dataUpdatedAt || asked.dataUpdatedAt,
    showNewest: () => setLook((count) => count + 1),
  };
}

const before = (first: QueueMember | undefined): string =>
  String(Math.max(0, (first?.seq ?? 1) - 1));
