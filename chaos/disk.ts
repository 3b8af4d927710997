import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statfsSync } from 'node:fs';
import { endWithMe } from '@flash/testing';

/** A file system of its own in memory, which can be made full. No other process of the machine sees it. */
export interface Disk {
  /** The command that runs another one where this disk is mounted. */
  within(command: readonly string[]): string[];
  /** From now on nothing more can be written. */
  fill(): void;
  empty(): void;
  freeBytes(): number;
  remove(): void;
}

const SIZE = '3g';
const TRIES = 20;

/**
 * The mount lives as long as a process that only waits, and that one ends with this process. Throws where
 * this process may not mount.
 */
export async function mountDisk(folder: string): Promise<Disk> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const script = `mount -t tmpfs -o size=${SIZE} tmpfs "$0" && echo mounted && exec sleep 2147483`;
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', script, folder];
  const keeper = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  endWithMe(keeper);
  const ended = once(keeper, 'exit').then(() => 'ended');
  const isMounted = once(keeper.stdout, 'data').then(() => 'mounted');
  if ((await Promise.race([isMounted, ended.catch(() => 'ended')])) !== 'mounted') {
    throw new Error('a file system of its own needs the rights of root');
  }
  const inside = ['nsenter', '--mount', '--target', String(keeper.pid)];
  const resize = (bytes: string) => {
    const [file = '', ...rest] = [...inside, 'mount', '-o', `remount,size=${bytes}`, folder];
    execFileSync(file, rest, { stdio: 'pipe' });
  };
  const seen = () => statfsSync(`/proc/${keeper.pid}/root${folder}`);
  return {
    within: (command) => [...inside, ...command],
    fill() {
      for (let left = TRIES; ; left -= 1) {
        const { blocks, bfree, bsize } = seen();
        try {
          return resize(String((blocks - bfree) * bsize));
        } catch (error) {
          // A disk cannot be made smaller than what was written to it meanwhile.
          if (left === 0) {
            throw error;
          }
        }
      }
    },
    empty: () => resize(SIZE),
    freeBytes() {
      const { bavail, bsize } = seen();
      return bavail * bsize;
    },
    remove: () => keeper.kill('SIGKILL'),
  };
}
