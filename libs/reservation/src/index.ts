export { runScript, scriptOf } from './call/run-script.ts';
export { type Attendance, createAttendance, createElection, type Election } from './election.ts';
export { createEngine } from './engine/engine.ts';
export {
  alertKey,
  keysOf,
  liveSetKey,
  NUMBERS_END,
  noticeChannel,
  outboxChannel,
  reachableKey,
  workChannel,
  workersKey,
} from './keys.ts';
export { decodeEntry, encodeChange, oneLine } from './log.ts';
export { createNotices, type Notice, type Notices } from './notices.ts';
export type * from './outcomes.ts';
export { createPlaces, type NetworkPlaces, type Places } from './places.ts';
export { createPressTraces, type PressTraces } from './press-traces.ts';
export {
  createWakeQueue,
  type JobName,
  jobNames,
  mailQueueOf,
  type WakeJob,
  type WakeQueue,
} from './queue.ts';
export type {
  LiveOrder,
  Mark,
  Reconciled,
  RestoreInput,
  RestorePlan,
  SaleState,
  StateHold,
  StateRemains,
} from './restore/plan.ts';
export { foldedState, reconcile } from './restore/restore.ts';
export { rulesChanges } from './restore/rules-told.ts';
export { epochBase, fastPassThreshold, rulesOf, type SaleFacts, type SaleRules } from './rules.ts';
export type { Engine, Joiner } from './types.ts';
