import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * What Node is started with for a program of an app. `npm test` builds the apps before its tests, and what is
 * built starts in less than half the time; a test that is run alone starts the sources.
 */
export function appProgram(app: 'api' | 'worker', program = 'main'): string[] {
  if (process.env.TEST_BUILT_APPS) {
    return ['--enable-source-maps', join(root, 'dist/apps', app, `${program}.mjs`)];
  }
  const file = program === 'main' ? 'main.ts' : join('programs', `${program}.ts`);
  return ['--import', 'tsx', join(root, 'apps', app, 'src', file)];
}
