import type { Committer, Database } from '@flash/database';
import type { PaymentPort } from '@flash/payment';
import type { Engine, Notices, WakeQueue } from '@flash/reservation';
import type { Env, Logger, RedisClient, Tracing } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import fastifyPlugin from 'fastify-plugin';
import type { AccountLinkService } from './services/accounts/account-links.ts';
import type { AccountLog } from './services/accounts/account-log.ts';
import type { KeyRing } from './services/accounts/api-keys.ts';
import type { Auth } from './services/accounts/auth.ts';
import type { Guard } from './services/accounts/guard.ts';
import type { Identity } from './services/accounts/identity.ts';
import type { OwnPassword } from './services/accounts/passwords.ts';
import type { Freshness } from './services/accounts/sessions.ts';
import type { DeviceCodes } from './services/buyer/device-codes.ts';
import type { JoinGate } from './services/buyer/join-gate.ts';
import type { MailWishes } from './services/buyer/mail-wishes.ts';
import type { ApplyProviderEvent } from './services/buyer/provider-events.ts';
import type { Purchase } from './services/buyer/purchase.ts';
import type { Tickets } from './services/buyer/tickets.ts';
import type { LiveHub } from './services/buyer/view/live-hub.ts';
import type { AuditWriter } from './services/shared/audit.ts';
import type { Metrics } from './services/shared/metrics.ts';
import type { PublicBoard } from './services/shared/public-board.ts';
import type { SaleCache } from './services/shared/sale-cache.ts';
import type { KeyAdmin } from './services/team/keys.ts';
import type { Team } from './services/team/members.ts';
import type { Reconciliations } from './services/team/reconciliation.ts';
import type { Refund } from './services/team/refund.ts';
import type { Previews } from './services/team/sales/previews.ts';
import type { SaleAdmin } from './services/team/sales/sales.ts';
import type { WebhookAdmin } from './services/team/webhooks.ts';

/** What a process holds open. */
export interface Core {
  env: Env;
  /** `<point>:<nth>`: where a test wants this process to die. */
  fault?: string | undefined;
  log: Logger;
  /** Null: nothing is traced. */
  tracing: Tracing | null;
  clock: Clock;
  /** Fails fast; for commands. */
  redis: RedisClient;
  /** In subscriber mode; for notices and dropped sessions. */
  subscriber: RedisClient;
  engine: Engine;
  notices: Notices;
  db: Database;
  committer: Committer;
  payment: PaymentPort;
  wake: WakeQueue;
  metrics: Metrics;
}

/** What the buyers' routes use. */
export interface Buying {
  saleCache: SaleCache;
  tickets: Tickets;
  deviceCodes: DeviceCodes;
  mailWishes: MailWishes;
  publicBoard: PublicBoard;
  liveHub: LiveHub;
  joinGate: JoinGate;
  purchase: Purchase;
  applyProviderEvent: ApplyProviderEvent;
}

/** What the team's routes use. */
export interface TeamServices {
  auth: Auth;
  identity: Identity;
  keyRing: KeyRing;
  guard: Guard;
  ownPassword: OwnPassword;
  freshness: Freshness;
  accountLog: AccountLog;
  accountLinks: AccountLinkService;
  writeAudit: AuditWriter;
  sales: SaleAdmin;
  previews: Previews;
  refund: Refund;
  reconciliations: Reconciliations;
  team: Team;
  keys: KeyAdmin;
  webhooks: WebhookAdmin;
}

/** Everything a route may use. Opened in one place, closed in one place. */
export interface Deps extends Core, Buying, TeamServices {
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyInstance {
    deps: Deps;
  }
}

/** Routes take what they need from `app.deps`; `main.ts` and the tests decide what it contains. */
export const depsPlugin = fastifyPlugin<{ deps: Deps }>(
  async (app, { deps }) => {
    app.decorate('deps', deps);
  },
  { name: 'deps' },
);
