import type { Connection } from 'mongoose';
import { type AuditDoc, auditSchema } from '../audit/audit.ts';
import { type BlockDoc, blockSchema } from '../blocks/model.ts';
import { type OrderDoc, orderSchema, type TurnstileDoc, turnstileSchema } from '../orders/model.ts';
import { type SandboxDoc, sandboxSchema } from '../payments/model.ts';
import { type ProcessDoc, processSchema } from '../processes/model.ts';
import { type SaleDoc, saleSchema } from '../sales/model.ts';
import {
  type InvitationDoc,
  invitationSchema,
  type MemberDoc,
  memberSchema,
  type SetupDoc,
  setupSchema,
} from '../team/model.ts';

/** Models live on their own connection, so that two databases in one process do not meet. */
export function createModels(connection: Connection) {
  return {
    sales: connection.model<SaleDoc>('FlashSale', saleSchema),
    orders: connection.model<OrderDoc>('Order', orderSchema),
    turnstiles: connection.model<TurnstileDoc>('Turnstile', turnstileSchema),
    blocks: connection.model<BlockDoc>('Block', blockSchema),
    log: connection.model<AuditDoc>('AuditEntry', auditSchema),
    members: connection.model<MemberDoc>('Member', memberSchema),
    invitations: connection.model<InvitationDoc>('Invitation', invitationSchema),
    setup: connection.model<SetupDoc>('Setup', setupSchema),
    processes: connection.model<ProcessDoc>('Process', processSchema),
    sandbox: connection.model<SandboxDoc>('SandboxPayment', sandboxSchema),
  };
}
