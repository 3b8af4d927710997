export { sha256Hex } from '#hashes';
export { type Auditor, audit, createAuditor, judgeOrderCount } from './audit/auditor.ts';
export type {
  AuditedOrder,
  AuditedSale,
  AuditedSnapshot,
  AuditOptions,
  Judged,
} from './audit/input.ts';
export { createFindings, type Invariant, type Report, type Violation } from './audit/violation.ts';
export { canonicalEntry, numberOf, parseEntry } from './canonical.ts';
export {
  blockHash,
  type ChainBlock,
  type ChainFault,
  type ChainLink,
  type ChainVerdict,
  checkChain,
  createLeaves,
  type FoundPlace,
  faultOf,
  findPlace,
  type Genesis,
  type GenesisRules,
  genesisHash,
  genesisOf,
  isBegunUnder,
  type Leaves,
  leafNonce,
  leafOf,
} from './chain.ts';
export type { Change, ChangeType, FreedHold, GrantedHold, LogEntry } from './entry.ts';
export { applyEntry, buyersOf, foldLog, gapBefore } from './fold.ts';
export {
  countsOf,
  emptyFold,
  epochBase,
  type Fold,
  type FoldedHold,
  type FoldedLoss,
  type FoldedRemains,
  type FoldedSold,
  freeUnits,
  lineOf,
} from './fold-state.ts';
export {
  changesState,
  countWritable,
  isTypeName,
  type LogReader,
  laterTypes,
  logReader,
  mayWrite,
  type NamedValue,
  type NamedValues,
  peopleIn,
  readNamedValues,
} from './named-values.ts';
export { addToTotals, emptyTotals, type Totals, totalsAfter } from './totals.ts';
