import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { addBuildInfo, readBuildInfo } from './build-info.ts';
import { loadEnv } from './env/env.ts';

const ENV_FILE = '/nonexistent';

test('sources that run unbuilt name the version of the release, and say that the commit is not known', () => {
  const { build } = loadEnv({ ENV_FILE });
  expect(build.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(build.commit).toBe('unknown');
});

test('GIT_COMMIT names the commit, and has to look like one', () => {
  expect(loadEnv({ ENV_FILE, GIT_COMMIT: '3f2a91c07b5e-dirty' }).build.commit).toBe(
    '3f2a91c07b5e-dirty',
  );
  expect(() => loadEnv({ ENV_FILE, GIT_COMMIT: 'main' })).toThrow('GIT_COMMIT');
});

test('the build is a metric of its own, always 1', async () => {
  const registry = new Registry();
  addBuildInfo(registry, readBuildInfo('3f2a91c07b5e'));
  expect(await registry.metrics()).toMatch(
    /^flash_build_info\{version="[\d.]+",commit="3f2a91c07b5e"\} 1$/m,
  );
});
