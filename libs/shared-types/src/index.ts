export { type Analytics, analytics } from './analytics.ts';
export { type AuditEntry, auditEntry, auditList, auditQuery } from './audit-log.ts';
export {
  sessionAnswer,
  signedIn,
  signedOut,
  signInAnswer,
  signInBody,
  signUpBody,
  type User,
  user,
} from './auth.ts';
export {
  buyerBody,
  buyerControlAnswer,
  controlAnswer,
  messageBody,
  reasonBody,
  type StockAnswer,
  stockAnswer,
  stockBody,
} from './control.ts';
export { type AnswerOf, type CallOf, pathOf } from './endpoints/call.ts';
export type { Endpoint, Media, Method, Tag } from './endpoints/endpoint.ts';
export { type EndpointName, type Endpoints, endpoints } from './endpoints.ts';
export { type ErrorCode, errors, isErrorCode } from './errors.ts';
export { errorsMarkdown } from './errors-doc.ts';
export {
  idempotencyHeader,
  idempotencyKeyPattern,
  requestIdHeader,
  ticketCookie,
  ticketHeader,
} from './headers.ts';
export { type LineAnswer, lineAnswer } from './line.ts';
export {
  type AdminOrder,
  adminOrder,
  adminOrderList,
  adminOrdersQuery,
  byEmailQuery,
  exportColumns,
  exportQuery,
  type OrderItem,
  orderItem,
  orderList,
  orderParams,
  type PaymentStatus,
  paymentStatus,
  paymentStatusOf,
  type Receipt,
  receipt,
  refundAnswer,
  refundBody,
  type TimelineEvent,
  timeline,
} from './order.ts';
export {
  type PhaseInput,
  type PublicStatus,
  phaseOf,
  publicStatus,
  publicStatusOf,
  type SalePhase,
  type SaleStatus,
  salePhase,
  saleStatus,
} from './phase.ts';
export {
  type FieldError,
  type Problem,
  type ProblemInput,
  problem,
  problemOf,
  problemType,
} from './problem.ts';
export {
  type BuyAnswer,
  buyAnswer,
  buyBody,
  type ConfirmAnswer,
  type ConfirmBody,
  confirmAnswer,
  confirmBody,
  contact,
  type ExtendAnswer,
  extendAnswer,
  type LeaveAnswer,
  leaveAnswer,
  type PlaceBody,
  type PositionAnswer,
  placeBody,
  positionAnswer,
  positionQuery,
  streamQuery,
} from './purchase.ts';
export {
  optional,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  type Paging,
  pageFields,
  pageOf,
  paging,
  queryInt,
} from './query.ts';
export {
  findAnswer,
  findQuery,
  members,
  membersOfQuery,
  membersQuery,
  overview,
  type QueueAudit,
  type QueueFeedEvent,
  type QueueMember,
  type QueueOverview,
  queueAudit,
  queueFeedEvent,
  queueMember,
  queueParams,
  queueQuery,
} from './queue-admin.ts';
export {
  type Access,
  isRole,
  type Role,
  role,
  roleAtLeast,
  roleRank,
  roles,
} from './roles.ts';
export {
  type AdminSale,
  adminSale,
  listSalesQuery,
  type PublicSale,
  type PublicSaleAnswer,
  publicSale,
  publicSaleAnswer,
  publicSaleList,
  publicSaleQuery,
  saleCreated,
  saleDeleted,
  saleList,
  saleParams,
  saleProgress,
  saleUpdated,
} from './sale.ts';
export {
  type CreateSaleBody,
  createSaleBody,
  currency,
  DEFAULT_CURRENCY,
  identity,
  type SaleTimes,
  saleTimeFaults,
  type UpdateSaleBody,
  updateSaleBody,
} from './sale-request.ts';
export {
  buyerId,
  count,
  email,
  id,
  line,
  minorUnits,
  paragraph,
  quantity,
  reason,
  time,
  timeZone,
  utc,
} from './scalars.ts';
export {
  type PurchaseState,
  pause,
  purchaseState,
  purchaseStateWith,
  type StateName,
  stateNames,
  wait,
} from './state.ts';
export { alive, health, type Ready, ready, type SystemAnswer, systemAnswer } from './system.ts';
export {
  addMemberBody,
  type Invitation,
  invitation,
  invitationList,
  invitationParams,
  inviteBody,
  invited,
  joinedTeam,
  type Member,
  member,
  memberList,
  memberParams,
  removed,
  roleBody,
  tokenBody,
} from './team.ts';
export { type V1Status, type V1StatusWord, v1Status, v1StatusWord } from './v1-status.ts';
