/** The part of a MongoDB database that is needed here. */
export interface CommandRunner {
  command(command: Record<string, unknown>): Promise<Record<string, unknown>>;
}

const TRANSACTION_SECONDS = 3;

/**
 * Throws unless transactions are possible. Answers what an operator should change: a process killed
 * inside a transaction blocks its sale for as long as MongoDB keeps that transaction open.
 */
export async function checkReplicaSet(admin: CommandRunner): Promise<string[]> {
  const hello = await admin.command({ hello: 1 });
  if (!hello.setName && hello.msg !== 'isdbgrid') {
    throw new Error(
      'MongoDB has to be a replica set, if of one member: start it with --replSet rs0 and run rs.initiate() once.',
    );
  }
  const seconds = await transactionSeconds(admin);
  return seconds === null || seconds <= TRANSACTION_SECONDS
    ? []
    : [
        `MongoDB keeps abandoned transactions for ${seconds} s. Set transactionLifetimeLimitSeconds to ${TRANSACTION_SECONDS}.`,
      ];
}

/** Null where this user may not ask. */
async function transactionSeconds(admin: CommandRunner): Promise<number | null> {
  try {
    const answer = await admin.command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 });
    return Number(answer.transactionLifetimeLimitSeconds);
  } catch {
    return null;
  }
}
