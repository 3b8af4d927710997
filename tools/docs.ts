// npm run docs: writes what is generated: docs/errors.md, .env.sample, .env.docker and the README's table of variables.
import { readFileSync, writeFileSync } from 'node:fs';
import { envDocker, envSample, withEnvTable } from '../libs/shared-config/src/env/env-table.ts';
import { errorsMarkdown } from '../libs/shared-types/src/errors.ts';

const at = (name: string) => new URL(`../${name}`, import.meta.url);

writeFileSync(at('docs/errors.md'), errorsMarkdown());
writeFileSync(at('.env.sample'), envSample());
writeFileSync(at('.env.docker'), envDocker());
const readme = withEnvTable(readFileSync(at('README.md'), 'utf8'));
if (readme === null) {
  throw new Error('README.md has no <!-- env --> and <!-- /env --> markers.');
}
writeFileSync(at('README.md'), readme);
