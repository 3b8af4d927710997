import type { QueueMember } from '@flash/shared-types';

/** A row stays where it was while it is read; only what it says is brought up to date. */
export interface Row {
  member: QueueMember;
  /** No longer waiting: served, gone or removed since the page was read. */
  isGone: boolean;
}

/**
 * The page as it was read, with places as they are now. `latest` begins at the same place in line;
 * a person who is missing from it, though others behind are there, waits no longer.
 */
export function rowsOf(
  read: readonly QueueMember[],
  latest: readonly QueueMember[] | null,
): readonly Row[] {
  if (!latest) {
    return read.map((member) => ({ member, isGone: false }));
  }
  const now = new Map(latest.map((member) => [member.buyer, member]));
  const seenUpTo = latest.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return read.map((member) => {
    const found = now.get(member.buyer);
    return { member: found ?? member, isGone: !found && member.seq <= seenUpTo };
  });
}

export const goneOf = (rows: readonly Row[]): number => rows.filter(({ isGone }) => isGone).length;
