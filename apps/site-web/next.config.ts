import { sharedNextConfig } from '@flash/web/server';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  ...sharedNextConfig(import.meta.dirname),
  // lib/addresses.ts decides about slashes.
  skipTrailingSlashRedirect: true,
  // Forms of this site are short; the default is 10 MB.
  experimental: { proxyClientMaxBodySize: '64kb' },
};

const withMessages = createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  // Compiled at build time: the message parser would add 9 kB to every page.
  experimental: {
    messages: { path: './messages', format: 'json', locales: 'infer', precompile: true },
  },
});

export default withMessages(config);
