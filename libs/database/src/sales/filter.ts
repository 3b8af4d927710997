import { type SaleGroup, type SalePhase, saleGroups } from '@flash/shared-types';
import { containing } from '../connection/pages.ts';
import type { SaleFilter } from './contract.ts';

type Query = Record<string, unknown>;

/** The stored sales that are in `phase` at `now`: the same rule as `phaseOf`, as a query. */
function phaseQuery(phase: SalePhase, now: number): Query {
  const at = new Date(now);
  const scheduled = { status: 'OnSchedule' };
  const running = { ...scheduled, startsAt: { $lte: at }, endsAt: { $gt: at } };
  switch (phase) {
    case 'draft':
    case 'archived':
    case 'cancelled':
      return { status: phase };
    case 'scheduled':
      return {
        ...scheduled,
        lobbyOpensAt: { $gt: at },
        startsAt: { $gt: at },
        endsAt: { $gt: at },
      };
    case 'lobby':
      return {
        ...scheduled,
        lobbyOpensAt: { $lte: at },
        startsAt: { $gt: at },
        endsAt: { $gt: at },
      };
    case 'open':
      return { ...running, paused: null };
    case 'paused':
      return { ...running, paused: { $ne: null } };
    case 'ended':
      return { $or: [{ status: 'ended' }, { ...scheduled, endsAt: { $lte: at } }] };
  }
}

export function saleQuery(filter: SaleFilter, now: number): Query {
  const parts: Query[] = [];
  if (filter.status !== undefined) {
    parts.push(statusQuery(filter.status, now));
  }
  if (filter.q) {
    parts.push({ name: containing(filter.q) });
  }
  if (filter.from !== undefined) {
    parts.push({ startsAt: { $gte: new Date(filter.from) } });
  }
  if (filter.to !== undefined) {
    parts.push({ startsAt: { $lte: new Date(filter.to) } });
  }
  return parts.length > 0 ? { $and: parts } : {};
}

function statusQuery(status: NonNullable<SaleFilter['status']>, now: number): Query {
  if (typeof status !== 'string') {
    return { status: { $in: [...status] } };
  }
  if (status === 'OnSchedule') {
    return { status };
  }
  if (isGroup(status)) {
    return { $or: saleGroups[status].map((phase) => phaseQuery(phase, now)) };
  }
  return phaseQuery(status, now);
}

function isGroup(status: string): status is SaleGroup {
  return Object.hasOwn(saleGroups, status);
}
