import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../tools/process/paths.mjs';

export type Copy = ReturnType<typeof openCopy>;

/**
 * The repository once more, to be broken: what is tracked or new is copied, packages are linked. The packages of
 * the workspace itself are linked to the copies, or the tests would run what is not changed.
 */
export function openCopy(dir: string) {
  rmSync(dir, { recursive: true, force: true });
  for (const file of listFiles()) {
    mkdirSync(join(dir, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(dir, file));
  }
  for (const workspace of ['', ...workspaces()]) {
    linkPackages(join(root, workspace, 'node_modules'), join(dir, workspace, 'node_modules'), dir);
  }
  return {
    dir,
    has: (file: string) => existsSync(join(dir, file)),
    read: (file: string) => readFileSync(join(dir, file), 'utf8'),
    write: (file: string, text: string) => writeFileSync(join(dir, file), text),
  };
}

function listFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

const workspaces = (): string[] =>
  ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => `${group}/${name}`),
  );

function linkPackages(from: string, to: string, copy: string): void {
  if (!existsSync(from)) {
    return;
  }
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@flash') {
      symlinkSync(join(from, name), join(to, name));
      continue;
    }
    mkdirSync(join(to, name));
    for (const workspace of readdirSync(join(from, name))) {
      const place = workspaces().find((one) => one.endsWith(`/${workspace}`));
      if (place) {
        symlinkSync(join(copy, place), join(to, name, workspace));
      }
    }
  }
}
