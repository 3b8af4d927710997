import type { PipelineStage } from 'mongoose';

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
