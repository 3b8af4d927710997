import type { mongo } from 'mongoose';

export interface Sessions {
  acquire(): Promise<mongo.ClientSession>;
  release(session: mongo.ClientSession): void;
  /** Every session that may have a transaction open. */
  ids(): mongo.Binary[];
  /** Runs before a session made later is used for the first time. */
  onGrowth(publish: () => Promise<void>): void;
  close(): Promise<void>;
}

/**
 * Transactions run in sessions that live as long as the process. Their ids are known before they
 * are used, so that others can end what a dead process left open.
 */
export function createSessions(client: mongo.MongoClient, initial = 8): Sessions {
  const all: mongo.ClientSession[] = Array.from({ length: initial }, () => client.startSession());
  const idle = [...all];
  let publish: () => Promise<void> = async () => {};

  return {
    async acquire() {
      const session = idle.pop();
      if (session) {
        return session;
      }
      const grown = client.startSession();
      all.push(grown);
      // Unpublished is worse than slow, but no reason to refuse: the transaction has a lifetime.
      await publish().catch(() => {});
      return grown;
    },
    release: (session) => {
      idle.push(session);
    },
    ids: () => all.flatMap((session) => (session.id ? [session.id.id] : [])),
    onGrowth: (run) => {
      publish = run;
    },
    async close() {
      await Promise.allSettled(all.map((session) => session.endSession()));
    },
  };
}
