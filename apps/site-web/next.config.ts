import { sharedNextConfig } from '@flash/web/server';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  ...sharedNextConfig(import.meta.dirname),
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
