import type { QueueMember } from '@flash/shared-types';

/** Rows keep their order while a page is read; only their contents are updated. */
export interface Row {
  member: QueueMember;
  /** No longer waiting: served, left or removed since the page was read. */
  isGone: boolean;
}

/**
 * The page as it was read, with the current places. `latest` starts at the same place in line, so a
 * buyer who is missing from it while buyers further back are in it no longer waits.
 */
export function rowsOf(
  read: readonly QueueMember[],
  latest: readonly QueueMember[] | null,
): readonly Row[] {
  if (!latest) {
    return read.map((member) => ({ member, isGone: false }));
  }
  const now = new Map(latest.map((member) => [member.buyer, member]));
  const lastSeq = latest.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return read.map((member) => {
    const found = now.get(member.buyer);
    return { member: found ?? member, isGone: !found && member.seq <= lastSeq };
  });
}

export const goneOf = (rows: readonly Row[]): number => rows.filter(({ isGone }) => isGone).length;
