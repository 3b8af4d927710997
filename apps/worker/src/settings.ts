/** What a worker can be told. */
export interface WorkerSettings {
  queueName: string;
  bullmqPrefix: string;
  concurrency: number;
  lockTtlMs: number;
  restoreGraceMs: number;
  /** Days after which a sale that is over forgets its buyers; without them it never does. */
  retentionDays?: number;
  /** Where alerts are posted; without it they are counted and logged. */
  alertWebhookUrl?: string | null;
  isProduction: boolean;
  /** The only worker of its process: it reports on the process too. */
  isMain: boolean;
  /** `FAULT=<point>:<nth>`; tests only. */
  fault?: string | undefined;
  /** Token of the drain lock; tests give several workers the same one. */
  lockToken?: string;
  tickMs?: number;
  idleMs?: number;
  /** False: no jobs at all; tending alone has to do. */
  takesJobs?: boolean;
}
