export { accountEmail, deleteAccount } from './accounts/access.ts';
export type { LinkOutcome } from './accounts/links.ts';
export type {
  Audit,
  AuditEntry,
  AuditFilter,
  AuditIntent,
  AuditOutcome,
  NewAuditEntry,
  RowsOf,
} from './audit/contract.ts';
export { dumpDatabase } from './backup/dump.ts';
export { changeFilesOf, follow } from './backup/follow.ts';
export { checkBackup, EPOCHS_PASSED_OVER, loadBackup } from './backup/load.ts';
export { saleLog } from './blocks/blocks.ts';
export type {
  AppendOutcome,
  Block,
  BlockHead,
  BlockPerson,
  Blocks,
  PublicBlock,
  SaleSnapshot,
} from './blocks/contract.ts';
export { connectDatabase } from './connection/connect.ts';
export type { Page } from './connection/pages.ts';
export type { Database, DatabaseOptions } from './database.ts';
export type { DeviceCodes } from './device-codes.ts';
export type { Forgetting, Forgettings, NotedForgetting } from './forgettings.ts';
export type { LogCursor, LogCursors, Transaction } from './log-cursors.ts';
export {
  type AccountMailKind,
  accountMailKinds,
  type Mail,
  type MailConsent,
  type MailConsents,
  type MailFilter,
  type MailKind,
  type MailLink,
  type MailState,
  type MailSubject,
  type Mails,
  mailStates,
  type NewMail,
  type OwnerMailKind,
  ownerMailKinds,
  type SaleMailKind,
  saleMailKinds,
} from './mails/contract.ts';
export { ENDING_MAIL_MS, mailIdOf, mailsOfHold } from './mails/mails.ts';
export type {
  Committer,
  DuePayment,
  LiveOrder,
  MoneyRecord,
  NewVoid,
  OrderFilter,
  Orders,
  PersonKeys,
  RefundOrderOutcome,
} from './orders/contract.ts';
export type { Pictures, StoredPicture } from './pictures.ts';
export type {
  NewPreparedPayment,
  PreparedPayment,
  PreparedPayments,
  PreparedState,
} from './prepared-payments.ts';
export type { Processes, ProcessInfo } from './processes.ts';
export type { ProviderEvents } from './provider-events.ts';
export type {
  AdjustVerdict,
  BeginAdjustOutcome,
  FinishAdjustOutcome,
  LiveSale,
  RemoveOutcome,
  SaleFilter,
  Sales,
  StockWish,
  UpdateOutcome,
} from './sales/contract.ts';
export type { SandboxPayments, SandboxRecord } from './sandbox-payments.ts';
export type {
  ApiKey,
  ApiKeys,
  Invitation,
  Invitations,
  Member,
  Members,
  Reset,
  Resets,
} from './team/contract.ts';
export { hashOf } from './team/tokens.ts';
export type {
  ClaimRecord,
  CommitOutcome,
  NewOrder,
  NewSale,
  Order,
  PaymentState,
  Sale,
  SaleEdit,
  SalePicture,
  StockChange,
} from './types.ts';
export type {
  NewWebhookDelivery,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEdit,
  WebhookEndpoint,
  WebhookKey,
  Webhooks,
} from './webhooks/contract.ts';
export { webhookId } from './webhooks/webhooks.ts';
