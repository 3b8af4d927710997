// node tools/lock.mjs: adds the packages of other systems that npm left out of package-lock.json.
// Run it after changing a dependency; `npm test` looks whether it has been.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeLock } from './lock/complete.mjs';
import { root } from './process/paths.mjs';

const file = join(root, 'package-lock.json');
const { added, lock } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `added ${added.length} packages` : 'the lock file is complete');
