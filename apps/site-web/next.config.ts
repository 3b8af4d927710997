import { resolve } from 'node:path';
import type { NextConfig } from 'next';

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
  // One static page serves every sale: it reads the id from the address, so nothing is rendered
  // per request and its scripts are known when it is built.
  rewrites: async () => [{ source: '/sales/:id', destination: '/sale' }],
};

export default config;
