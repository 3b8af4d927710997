export interface ProcessInfo {
  id: string;
  kind: string;
  host: string;
  startedAt: number;
  /** Last heartbeat, by the clock of MongoDB. */
  at: number;
  silentMs: number;
  sessions: number;
  info: Record<string, unknown>;
}

export interface Processes {
  readonly id: string;
  /** Beats each 500 ms from now on; resolves after the first beat has been stored. */
  start(kind: string, info?: () => Record<string, unknown>): Promise<void>;
  /** One beat that a majority of the servers has stored; rejects when there is no majority. */
  beat(): Promise<void>;
  stop(): Promise<void>;
  list(): Promise<ProcessInfo[]>;
  /** Processes of this kind that were heard within the last `ms`. */
  alive(kind: string, ms: number): Promise<number>;
  silentSince(ms: number): Promise<ProcessInfo[]>;
  /** Ends the sessions of a process, and with them every transaction it left open. */
  killSessions(processIds: readonly string[]): Promise<void>;
  /** Both steps, and forgets the processes it ended. Returns their ids. */
  reapSilent(ms?: number): Promise<string[]>;
}
