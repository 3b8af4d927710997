import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writePrivate } from '../process/files.mjs';

/** Drawn once and kept: a restart must not sign everybody out, nor change the demo's log-in. */
export function keepSecrets(dir) {
  const file = join(dir, 'secrets.json');
  const secrets = {
    BETTER_AUTH_SECRET: randomBytes(32).toString('hex'),
    JWT_SECRET: randomBytes(32).toString('hex'),
    DEMO_OWNER_EMAIL: 'owner@flash.test',
    DEMO_OWNER_PASSWORD: randomBytes(9).toString('base64url'),
    ...readJson(file),
  };
  writePrivate(file, secrets);
  return secrets;
}
