import { resolve } from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

process.env.NEXT_TELEMETRY_DISABLED = '1';

const workspace = resolve(import.meta.dirname, '../..');

const config: NextConfig = {
  // Images carry only what the server needs; `next start` wants the ordinary build.
  output: process.env.SITE_OUTPUT === 'standalone' ? 'standalone' : undefined,
  outputFileTracingRoot: workspace,
  turbopack: { root: workspace },
  transpilePackages: ['@flash/web', '@flash/shared-types', '@flash/shared-utils'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Which address is which page, with or without a slash, is said once: in lib/addresses.ts.
  skipTrailingSlashRedirect: true,
  // What may be read before a page is found: forms here are short, and ten megabytes the usual.
  experimental: { proxyClientMaxBodySize: '64kb' },
};

const withMessages = createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  // Compiled when built: the parser of messages would cost every buyer 9 kB.
  experimental: {
    messages: { path: './messages', format: 'json', locales: 'infer', precompile: true },
  },
});

export default withMessages(config);
