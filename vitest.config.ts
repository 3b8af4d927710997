import { defineConfig } from 'vitest/config';
import { alias } from './vitest.shared.ts';

// Set by `npm run verify`, which runs the long suites and nothing else.
const isVerify = Boolean(process.env.VERIFY);

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
    include: [
      isVerify
        ? '{apps,libs,bench,e2e}/**/*.verify.ts'
        : '{apps,libs,bench,infra,k6}/**/*.test.{js,ts,tsx}',
    ],
    exclude: ['**/node_modules/**', '**/.next/**', '**/dist/**'],
    pool: 'forks',
    // Loading the API's packages anew for each file took a quarter of the whole run. Files share a
    // process now, so a test puts back whatever it changes of the process (vi.stubEnv, vi.stubGlobal).
    isolate: false,
    unstubEnvs: true,
    unstubGlobals: true,
    // Engines share the machine with the tests: more processes only make each one wait longer.
    maxWorkers: 2,
    testTimeout: isVerify ? 3_600_000 : 30_000,
    hookTimeout: 60_000,
  },
});
