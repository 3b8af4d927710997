import { type SaleGroup, type SalePhase, saleGroups } from '@flash/shared-types';
import type { PipelineStage } from 'mongoose';
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

/**
 * Live sales first, the next to end on top; then those to come, the next to start on top; then
 * drafts; then what is over, the last one on top; archived ones last. The same rule as `phaseOf`.
 */
export function stagesFirst(now: number): PipelineStage[] {
  const at = new Date(now);
  const isOver = { $or: [{ $ne: ['$status', 'OnSchedule'] }, { $lte: ['$endsAt', at] }] };
  const begun = either({ $lte: ['$startsAt', at] }, 0, 1);
  const rank = either(
    { $eq: ['$status', 'archived'] },
    4,
    either({ $eq: ['$status', 'draft'] }, 2, either(isOver, 3, begun)),
  );
  const [start, end] = [{ $toLong: '$startsAt' }, { $toLong: '$endsAt' }];
  const late = either({ $gte: ['$rank', 3] }, { $multiply: [end, -1] }, start);
  return [
    { $addFields: { rank } },
    { $addFields: { within: either({ $eq: ['$rank', 0] }, end, late) } },
    { $sort: { rank: 1, within: 1, _id: 1 } },
    { $unset: ['rank', 'within'] },
  ];
}

type Value = number | object;

const either = (test: object, yes: Value, no: Value) => ({ $cond: [test, yes, no] });
