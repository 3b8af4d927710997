export { keysOf, liveSetKey, noticeChannel } from './keys.ts';
export type * from './outcomes.ts';
export type {
  LiveOrder,
  Reconciled,
  RestoreInput,
  RestorePlan,
  SaleState,
  StateHold,
  StateRemains,
} from './restore.ts';
export { epochBase, fastPassThreshold, type SaleRules } from './rules.ts';
export type { Engine } from './types.ts';
