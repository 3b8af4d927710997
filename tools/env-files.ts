import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { envDocker, envSample, withEnvTable } from '../libs/shared-config/src/env/env-table.ts';

// Writes what is documentation of the variables, and nothing that is read in a run but .env.docker.
const at = (name: string) => new URL(`../${name}`, import.meta.url);

writeFileSync(at('.env.sample'), envSample());
writeFileSync(at('.env.docker'), envDocker());
const readme = existsSync(at('README.md')) ? readFileSync(at('README.md'), 'utf8') : '';
const updated = withEnvTable(readme);
if (updated === null) console.error('README.md has no <!-- env --> and <!-- /env --> markers.');
else writeFileSync(at('README.md'), updated);
