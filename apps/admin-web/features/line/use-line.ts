import type { QueueMember } from '@flash/shared-types';
import { useState } from 'react';
import { useMember } from '../../lib/member.ts';
import { useApiQuery } from '../../lib/use-api-query.ts';
import { type Row, rowsOf } from './rows.ts';

export const PAGE_SIZE = 50;
const REFRESH_MS = 3_000;

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
  const query = useApiQuery(
    ['line', saleId, from, after, look],
    (signal) => team.queueMembersOf({ params, query: { ...where, limit }, signal }),
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const read = query.data?.items ?? [];
  const first = read[0];
  const again = useApiQuery(
    ['line-now', saleId, first?.seq],
    (signal) => team.queueMembersOf({ params, query: { cursor: before(first), limit }, signal }),
    { refetchInterval: REFRESH_MS, enabled: first !== undefined },
  );
  const latest = again.isPlaceholderData ? null : (again.data?.items ?? null);
  const rows: readonly Row[] = rowsOf(read, latest);
  return {
    query,
    rows,
    total: again.data?.total ?? query.data?.total ?? 0,
    readAt: again.dataUpdatedAt || query.dataUpdatedAt,
    showNewest: () => setLook((count) => count + 1),
  };
}

const before = (first: QueueMember | undefined): string =>
  String(Math.max(0, (first?.seq ?? 1) - 1));
