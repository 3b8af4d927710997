// npm run admin -- reset <e-mail>: a new sign-in link for a member who lost password or second factor.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readJson } from './process/files.mjs';
import { dataDir, root } from './process/paths.mjs';
import { buildChanged } from './run/builds.mjs';
import { readEnvironment } from './run/options.mjs';

const mongoNames = ['MONGODB_URI', 'MONGODB_URL', 'MONGO_URL'];
const env = environment();

if (env) {
  const args = [join(root, 'dist/apps/api/admin.mjs'), ...process.argv.slice(2)];
  await buildChanged(['api'], { say: (line) => console.error(`[admin] ${line}`) });
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error('Nothing runs on this data, and no server is named.');
  console.error('→ npm start in another terminal, or set MONGODB_URI and ADMIN_URL.');
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
  const { MONGO_URL, ...rest } = given;
  const found = { ...rest, MONGODB_URI: run.mongo, ENV_FILE: join(dataDir(given), 'none.env') };
  return run.admin ? { ADMIN_URL: run.admin, ...found } : found;
}
