import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../tools/process/paths.mjs';

export interface Target {
  name: string;
  /** The files whose conditionals are changed, from the root of the repository. */
  files: string[];
  /** What judges them, group after group: what finds most and takes least first. */
  tests: string[][];
}

const API = 'apps/api/src/app';
const WORKER = 'apps/worker/src';
const LIB = 'libs/reservation/src';

/** The code of these folders, without its tests. */
const code = (...folders: string[]) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name}`,
      ),
    )
    .filter(
      (file) => /(?<!\.(?:test|verify))\.(?:ts|lua)$/.test(file) && !file.includes('/testing/'),
    )
    .sort();

export const targets: readonly Target[] = [
  {
    name: 'scripts',
    files: code(`${LIB}/lua`),
    tests: [
      [`${LIB}/engine/`, `${LIB}/guarantees/`, `${LIB}/election.int.test.ts`],
      [`${LIB}/sim/histories.sim.test.ts`, `${LIB}/queue.int.test.ts`],
      [`${WORKER}/restore/`, `${WORKER}/expiry/`, `${WORKER}/granting/`, `${WORKER}/audit/`],
    ],
  },
  {
    name: 'confirm',
    files: code(`${API}/services/buyer/confirm`),
    tests: [
      ['sim/histories.test.ts', `${API}/services/buyer/confirm/`],
      [`${API}/services/buyer/`, `${API}/routes/orders/`],
    ],
  },
  {
    name: 'resolver',
    files: code(`${WORKER}/intents`),
    tests: [['sim/histories.test.ts', `${WORKER}/intents/`], [`${WORKER}/crash.int.test.ts`]],
  },
  {
    name: 'sweep',
    files: code(`${WORKER}/expiry`),
    tests: [['sim/histories.test.ts', `${WORKER}/expiry/`], [`${WORKER}/crash.int.test.ts`]],
  },
  {
    name: 'blocks',
    files: code(`${WORKER}/log-store`),
    tests: [['sim/histories.test.ts', `${WORKER}/log-store/`], [`${WORKER}/crash.int.test.ts`]],
  },
  {
    name: 'restore',
    files: code(`${WORKER}/restore`, `${LIB}/restore`),
    tests: [
      [`${LIB}/restore/`, 'sim/histories.test.ts'],
      [`${WORKER}/restore/`, `${LIB}/engine/restore.int.test.ts`],
    ],
  },
  {
    name: 'scheduling',
    files: code(`${WORKER}/tick`, `${WORKER}/granting`),
    tests: [[`${WORKER}/tick/`, `${WORKER}/granting/`], ['sim/histories.test.ts']],
  },
];

/**
 * Of the first group of a target: the test files that call this script, the one of its name and those that call it
 * most first; an include is called by its users. For any other code the tests beside it that import it, those of its
 * name first.
 */
export function nearestTests({ tests: [first = []] }: Target, file: string): string[] {
  if (!file.endsWith('.lua')) {
    const imports = `/${basename(file)}'`;
    const own = file.replace(/\.ts$/, '.');
    return testsIn([`${dirname(file)}/`])
      .filter((name) => text(name).includes(imports))
      .sort((a, b) => Number(b.startsWith(own)) - Number(a.startsWith(own)));
  }
  const users = usersOf(file);
  const called = new RegExp(`\\b(?:${[...users].join('|')})\\(`, 'g');
  const callsIn = (name: string) => text(name).match(called)?.length ?? 0;
  const isNamesake = (name: string) => users.has(basename(name).split('.')[0] ?? '');
  return first
    .filter((folder) => folder.endsWith('/'))
    .flatMap((folder) => testsIn([folder]).sort((a, b) => callsIn(b) - callsIn(a)))
    .filter((name) => callsIn(name) > 0)
    .sort((a, b) => Number(isNamesake(b)) - Number(isNamesake(a)));
}

/**
 * What can judge a file in place, those that most likely find a change first: of a script all tests of the first group,
 * of any other code the tests beside it that need no engines.
 */
export function testsInPlace(target: Target, file: string): string[] {
  const near = nearestTests(target, file);
  if (file.endsWith('.lua')) {
    return [...new Set([...near, ...testsIn(target.tests[0] ?? [])])];
  }
  const all = [...new Set([...near, ...testsIn([`${dirname(file)}/`])])];
  return all.filter((name) => !/\.(?:int|sim)\.test\.ts$/.test(name));
}

const testsIn = (folders: readonly string[]) =>
  folders
    .flatMap((folder) =>
      folder.endsWith('/')
        ? readdirSync(join(root, folder)).map((name) => `${folder}${name}`)
        : [folder],
    )
    .filter((name) => name.endsWith('.test.ts'));

const text = (file: string) => readFileSync(join(root, file), 'utf8');

/** The scripts that contain this file, by their names. */
function usersOf(file: string): Set<string> {
  const name = basename(file, '.lua');
  if (!file.includes('/includes/')) {
    return new Set([name]);
  }
  const includes = new RegExp(`^--@include ${name}$`, 'm');
  const users = code(`${LIB}/lua`).filter((one) => includes.test(text(one)));
  return new Set(users.flatMap((one) => [...usersOf(one)]));
}
