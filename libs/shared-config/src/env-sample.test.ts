import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadEnv } from './env/env.ts';
import { envDocker, envSample, envTable, withEnvTable } from './env/env-table.ts';

const at = (name: string) => new URL(`../../../${name}`, import.meta.url);
const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');

/** Each of these is written by `npm run docs`. */
describe('what people read about the variables is what the programs do', () => {
  test('in .env.sample', () => {
    expect(read('.env.sample')).toBe(envSample());
    expect(() => loadEnv(parseEnv(envSample()), '/')).not.toThrow();
  });

  test('in .env.docker', () => {
    expect(read('.env.docker')).toBe(envDocker());
    expect(loadEnv(parseEnv(envDocker()), '/')).toMatchObject({
      bendHost: '0.0.0.0',
      bendPort: 4000,
      fendPort: 3000,
      betterAuthUrl: 'http://localhost:4000',
      clientOrigins: ['http://localhost:4000', 'http://localhost:4200', 'http://localhost:4201'],
    });
  });

  test('in the table of the README', () => {
    const readme = read('README.md');
    expect(withEnvTable(readme), 'README.md lacks <!-- env --> … <!-- /env -->').toBe(readme);
  });

  test('and every variable says what it is for', () => {
    for (const row of envTable) {
      expect(row.meaning, row.name).toMatch(/^\S.*\.$/);
    }
    const sample = envSample();
    expect(envTable.filter((row) => !sample.includes(`${row.name}=`))).toEqual([]);
  });
});
