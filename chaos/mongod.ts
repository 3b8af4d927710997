import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@flash/testing';
import { startMongo } from '../tools/engines/mongo.mjs';
import { findEngine } from '../tools/engines/pair.mjs';
import { identify, isAlive } from '../tools/process/children.mjs';
import { writePrivate } from '../tools/process/files.mjs';
import { setGuard } from '../tools/process/guard.mjs';
import { dataDir } from '../tools/process/paths.mjs';
import { type Disk, mountDisk } from './disk.ts';

/** A mongod of one run, a replica set of one member, that may be killed, frozen and started again. */
export interface Mongod {
  readonly url: string;
  readonly port: number;
  pid(): number;
  start(): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  isAlive(): boolean;
  /** What it wrote; of all its lives. */
  log(): string;
  /** Where its data are; null where none can be mounted, with the reason. */
  readonly disk: Disk | null;
  readonly noDisk: string;
  destroy(): Promise<void>;
}

const STOP_MS = 20_000;

export async function startMongod(say: (line: string) => void): Promise<Mongod> {
  // A mongod of its own, also within `npm test`, which brings one for the other tests.
  const { MONGODB_URI, MONGO_URL, MONGODB_URL, TEST_MONGODB_URI, ...env } = process.env;
  const { source } = await findEngine('mongo', { env, test: true, log: say as () => void });
  const dir = mkdtempSync(join(dataDir(), 'test-chaos-'));
  writePrivate(join(dir, 'owner.json'), identify(process.pid));
  const guard = setGuard(dir, { wipe: true });
  const { disk, noDisk } = await findDisk(join(dir, 'mongo', 'db'));
  const place = {
    source: disk ? onDisk(source, disk) : source,
    dir: join(dir, 'mongo'),
    test: true,
  };
  let engine = await startMongo({ ...place, port: undefined });
  const { url, port } = engine;

  const kill = (signal: NodeJS.Signals) => process.kill(engine.identity.pid, signal);
  return {
    url,
    port,
    pid: () => engine.identity.pid,
    async start() {
      engine = await startMongo({ ...place, port });
    },
    async stop(signal) {
      kill('SIGCONT');
      kill(signal);
      const isGone = () => !isAlive(engine.identity);
      await waitFor(isGone, { timeoutMs: STOP_MS, what: 'the end of mongod' });
    },
    signal: kill,
    isAlive: () => isAlive(engine.identity),
    log: () => readFileSync(join(dir, 'mongo', 'mongod.log'), 'utf8'),
    ...{ disk, noDisk },
    async destroy() {
      if (isAlive(engine.identity)) {
        kill('SIGCONT');
        await engine.stop();
      }
      disk?.remove();
      rmSync(dir, { recursive: true, force: true });
      guard.release();
    },
  };
}

async function findDisk(folder: string): Promise<{ disk: Disk | null; noDisk: string }> {
  try {
    return { disk: await mountDisk(folder), noDisk: '' };
  } catch (error) {
    return { disk: null, noDisk: error instanceof Error ? error.message : String(error) };
  }
}

/** Where a mongod comes from, and how it is started. */
interface Source {
  command(...args: readonly unknown[]): string[];
}

function onDisk(source: Source, disk: Disk): Source {
  const command = (...args: unknown[]) => disk.within(source.command(...args));
  return { ...source, command };
}
