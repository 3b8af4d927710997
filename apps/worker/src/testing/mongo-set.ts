import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database } from '@flash/database';
import { endWithMe, findFreePort } from '@flash/testing';

/** Three members of one replica set, any of which may be frozen or asked to step down. */
export interface MongoSet {
  readonly uri: string;
  /** The place in the list of the member that takes the writes now; null while none does. */
  primary(): Promise<number | null>;
  stepDown(member: number): Promise<void>;
  /** A frozen member answers none of the others: to them it is on the other side of a partition. */
  freeze(member: number): void;
  thaw(member: number): void;
  destroy(): Promise<void>;
}

const MEMBERS = [0, 1, 2];

export async function startMongoSet(database: string): Promise<MongoSet> {
  const program = process.env.TEST_MONGOD;
  if (!program) {
    throw new Error('TEST_MONGOD is not set: run this test through node tools/with-engines.mjs --');
  }
  const root = mkdtempSync(join(tmpdir(), 'flash-mongo-set-'));
  const ports = await Promise.all(MEMBERS.map(() => findFreePort()));
  const children = ports.map((port, member): ChildProcess => {
    const folder = join(root, String(member));
    mkdirSync(folder);
    const child = spawn(
      program,
      [
        ...['--replSet', 'set', '--bind_ip', '127.0.0.1', '--port', String(port)],
        ...['--dbpath', folder, '--nounixsocket', '--wiredTigerCacheSizeGB', '0.25'],
        ...['--oplogSize', '100', '--quiet'],
        ...['--setParameter', 'transactionLifetimeLimitSeconds=3'],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ],
      { stdio: 'ignore' },
    );
    endWithMe(child);
    return child;
  });
  const hosts = ports.map((port) => `127.0.0.1:${port}`);

  async function ask<Answer>(
    member: number,
    question: (admin: ReturnType<Database['db']['admin']>) => Promise<Answer>,
  ): Promise<Answer> {
    const direct = await connectDatabase(`mongodb://${hosts[member]}/admin?directConnection=true`);
    try {
      return await question(direct.db.admin());
    } finally {
      await direct.close();
    }
  }

  async function primary(): Promise<number | null> {
    for (const member of MEMBERS) {
      const hello = ask(member, (admin) => admin.command({ hello: 1 }, { timeoutMS: 1_000 }));
      const found = await hello.catch(() => null);
      if (found?.isWritablePrimary) {
        return member;
      }
    }
    return null;
  }

  const config = {
    _id: 'set',
    settings: { electionTimeoutMillis: 1_500, heartbeatIntervalMillis: 300 },
    members: hosts.map((host, _id) => ({ _id, host })),
  };
  for (;;) {
    const begun = await ask(0, (admin) => admin.command({ replSetInitiate: config })).catch(
      () => null,
    );
    if (begun) {
      break;
    }
    await sleep(200);
  }
  while ((await primary()) === null) {
    await sleep(200);
  }

  return {
    uri: `mongodb://${hosts.join(',')}/${database}?replicaSet=set`,
    primary,
    async stepDown(member) {
      await ask(member, (admin) =>
        admin.command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 }),
      );
    },
    freeze: (member) => void children[member]?.kill('SIGSTOP'),
    thaw: (member) => void children[member]?.kill('SIGCONT'),
    async destroy() {
      for (const child of children) {
        child.kill('SIGKILL');
      }
      await sleep(200);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
