import { defineConfig } from 'vitest/config';
import { alias } from './vitest.shared.ts';

// Set by `npm run verify`, which runs the long suites and nothing else.
const isVerify = Boolean(process.env.VERIFY);

const TESTS = '{apps,libs,bench,chaos,infra,k6,mutants,sim}/**/*.test.{js,ts,tsx}';
const NEEDS_ENGINES = '{apps,libs,bench,infra,k6,sim}/**/*.{int,sim}.test.ts';
const EXCLUDE = ['**/node_modules/**', '**/.next/**', '**/dist/**'];

const project = (name: string, test: object) => ({
  extends: true as const,
  test: { name, ...test },
});

/**
 * One list for the whole workspace. Files say what they need by their name: `*.test.ts` is pure,
 * `*.int.test.ts` wants real engines (`node tools/with-engines.mjs`), `*.sim.test.ts` is seeded,
 * `*.verify.ts` takes long.
 */
export default defineConfig({
  resolve: { alias },
  test: {
    // Given from elsewhere, `--config` would make the caller's folder the root and find nothing.
    root: import.meta.dirname,
    exclude: EXCLUDE,
    pool: 'forks',
    // Engines share the machine with the tests: more processes only make each one wait longer.
    maxWorkers: 2,
    testTimeout: isVerify ? 3_600_000 : 30_000,
    hookTimeout: 60_000,
    // `npm run coverage`: unit and integration tests together. Processes that a test starts are not counted.
    coverage: {
      provider: 'v8',
      include: ['libs/*/src/**/*.{ts,tsx}', 'apps/{api,worker}/src/**/*.ts'],
      exclude: [
        '**/*.{test,verify,sim,fixture}.ts',
        '**/{testing,sim,upgrade}/**',
        // Run as processes of their own, and tested as such.
        'apps/*/src/{main,worker}.ts',
        'apps/*/src/programs/**',
        // Opened by a worker that is a process of its own, as `apps/worker/src/crash.int.test.ts` starts it.
        'apps/worker/src/base/connections.ts',
        // Used by the programs `backup` and `restore`, which `apps/worker/src/programs/backup.verify.ts` runs.
        'libs/database/src/backup/**',
        // Loaded only while traces are kept, by the processes that `apps/api/src/tracing.int.test.ts` starts.
        'apps/api/src/app/{plugins,services/shared}/tracing.ts',
        // Drawn in a browser; the journeys look at them.
        'libs/web/src/**',
        // An element in the page of another shop; `e2e/specs/page/embed.spec.ts` joins and waits with it.
        'libs/client/src/embed/flash-sale.ts',
      ],
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 95 },
    },
    projects: isVerify
      ? [project('long', { include: ['{apps,libs,bench,chaos,e2e,infra,sim}/**/*.verify.ts'] })]
      : [
          project('pure', { include: [TESTS], exclude: [...EXCLUDE, NEEDS_ENGINES] }),
          project('engines', {
            include: [NEEDS_ENGINES],
            exclude: [...EXCLUDE, 'apps/**'],
          }),
          // Loading the packages of an app anew for each file was a quarter of the whole run.
          project('api', { include: ['apps/api/**/*.int.test.ts'], isolate: false }),
          project('worker', { include: ['apps/worker/**/*.int.test.ts'], isolate: false }),
        ],
  },
});
