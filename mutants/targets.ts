import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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
      [`${LIB}/engine/`],
      [`${LIB}/sim/histories.sim.test.ts`],
      [`${LIB}/guarantees/`, `${LIB}/queue.int.test.ts`],
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
