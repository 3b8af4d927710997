import { z } from 'zod';
import { count, id, utc } from '../scalars.ts';
import { violation } from './queue-admin.ts';

const engine = z.object({
  ok: z.boolean(),
  version: z.string().nullable(),
  latencyMs: z.number().min(0).nullable(),
  /** What an operator should change, in words; empty when all is well. */
  warnings: z.array(z.string()),
});

/** From what a process was built; `commit` is `unknown` where the build could not tell. */
const build = z.object({ version: z.string(), commit: z.string() });

export const systemAnswer = z.object({
  ...build.shape,
  serverNow: utc,
  uptimeSeconds: count,
  redis: engine.extend({
    usedMemoryBytes: count.nullable(),
    maxMemoryBytes: count.nullable(),
    policy: z.string().nullable(),
    appendOnly: z.boolean().nullable(),
  }),
  database: engine.extend({ replicaSet: z.boolean().nullable(), indexesReady: z.boolean() }),
  processes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['api', 'worker']),
      lastSeenAt: utc,
      alive: z.boolean(),
      /** Null: a process of a version that does not tell. */
      version: z.string().nullable(),
      commit: z.string().nullable(),
    }),
  ),
  queue: z.object({ waiting: count, active: count, delayed: count, failed: count }),
  sales: z.array(
    z.object({
      flashSaleId: id,
      name: z.string(),
      epoch: count,
      restoring: z.boolean(),
      halted: z.string().nullable(),
      block: count.nullable(),
      storedN: count,
      lastN: count,
    }),
  ),
  lastAudit: z
    .object({ at: utc, ok: z.boolean(), sales: count, violations: z.array(violation) })
    .nullable(),
});
export type SystemAnswer = z.infer<typeof systemAnswer>;

/**
 * `environment` lets a site show what belongs into no production, without a build of its own;
 * `signUp` tells the organisers' site whether an account can be made there without a link.
 */
export const health = z.object({
  status: z.literal('ok'),
  environment: z.enum(['production', 'development', 'test']),
  signUp: z.enum(['open', 'token']),
  ...build.shape,
});
export type Health = z.infer<typeof health>;
export const timeAnswer = z.object({ serverNow: utc });

export const alive = z.object({ status: z.literal('alive') });
const check = z.object({ ok: z.boolean(), latencyMs: z.number().min(0).nullable() });
export const ready = z.object({
  status: z.enum(['ready', 'not_ready', 'draining']),
  checks: z.object({ redis: check, database: check, indexes: check, worker: check }),
});
export type Ready = z.infer<typeof ready>;

export const webhookAnswer = z.object({ received: z.literal(true) });
