import { resolve } from 'node:path';

/** What the two sites configure alike; `siteDir` is the folder of the site. */
export function sharedNextConfig(siteDir: string) {
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const workspace = resolve(siteDir, '../..');
  const isStandalone = process.env.SITE_OUTPUT === 'standalone';
  return {
    // Images carry only what the server needs; `next start` wants the ordinary build.
    output: isStandalone ? ('standalone' as const) : undefined,
    outputFileTracingRoot: workspace,
    turbopack: { root: workspace },
    transpilePackages: [
      '@flash/client',
      '@flash/web',
      '@flash/shared-types',
      '@flash/shared-utils',
    ],
    poweredByHeader: false,
    reactStrictMode: true,
  };
}
