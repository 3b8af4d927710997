// node tools/program.mjs <name> …: runs a program for operators on what runs here, or on the servers that are named.
//   npm run admin -- reset <e-mail>             a new sign-in link for a member who lost password or second factor
//   npm run sale -- inspect|resume <id> …       what the audit says of a sale; lets a halted one go on
//   npm run preflight -- <id> --crowd <n>       checks all that a sale needs before it starts, and rehearses it
//   npm run backup · restore                    all that MongoDB holds, to files and back
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readJson } from './process/files.mjs';
import { dataDir, root } from './process/paths.mjs';
import { buildChanged } from './run/builds.mjs';
import { readEnvironment } from './run/options.mjs';
import { keepSecrets } from './run/plan.mjs';

/** Of which app each program is. */
const apps = {
  admin: 'api',
  preflight: 'api',
  sale: 'worker',
  backup: 'worker',
  restore: 'worker',
};

const mongoNames = ['MONGODB_URI', 'MONGODB_URL', 'MONGO_URL'];
const [name, ...rest] = process.argv.slice(2);
const app = apps[name];
const env = environment();

if (!app) {
  console.error(`usage: node tools/program.mjs ${Object.keys(apps).join('|')} …`);
  process.exitCode = 2;
} else if (env) {
  const args = [join(root, 'dist/apps', app, `${name}.mjs`), ...rest];
  await buildChanged([app], { say: (line) => console.error(`[${name}] ${line}`) });
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error('Nothing runs on this data, and no server is named.');
  console.error('→ npm start in another terminal, or set MONGODB_URI, REDIS_URL and ADMIN_URL.');
  process.exitCode = 1;
}

/** What was set for this call wins over what runs here, and that over what the file says. */
function environment() {
  const given = readEnvironment();
  if (mongoNames.some((name) => process.env[name])) {
    return given;
  }
  const run = readJson(join(dataDir(given), 'run.json'));
  if (!run) {
    return mongoNames.some((name) => given[name]) ? given : null;
  }
  const { MONGO_URL, ...others } = given;
  const found = {
    ...keepSecrets(dataDir(given)),
    ...others,
    BETTER_AUTH_URL: run.api,
    MONGODB_URI: run.mongo,
    REDIS_URL: run.redis,
    ENV_FILE: join(dataDir(given), 'none.env'),
  };
  return run.admin ? { ADMIN_URL: run.admin, ...found } : found;
}
