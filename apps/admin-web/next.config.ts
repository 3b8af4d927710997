import { resolve } from 'node:path';
import type { NextConfig } from 'next';

process.env.NEXT_TELEMETRY_DISABLED = '1';

const workspace = resolve(import.meta.dirname, '../..');
const sale = '/dashboard/flash-sales/:id';

const config: NextConfig = {
  // Images carry only what the server needs; `next start` wants the ordinary build.
  output: process.env.SITE_OUTPUT === 'standalone' ? 'standalone' : undefined,
  outputFileTracingRoot: workspace,
  turbopack: { root: workspace },
  transpilePackages: ['@flash/web', '@flash/shared-types', '@flash/shared-utils'],
  poweredByHeader: false,
  reactStrictMode: true,
  redirects: async () => [
    { source: '/', destination: '/dashboard/flash-sales', permanent: false },
    { source: '/dashboard', destination: '/dashboard/flash-sales', permanent: false },
  ],
  // Static pages take every link of their kind; they read id and token from the address.
  rewrites: async () => [
    { source: '/setup/:token', destination: '/join' },
    { source: '/invitations/:token', destination: '/join' },
    { source: '/reset/:token', destination: '/reset' },
    { source: sale, destination: '/dashboard/sale' },
    { source: `${sale}/:part`, destination: '/dashboard/sale/:part' },
    { source: '/dashboard/orders/:id', destination: '/dashboard/order' },
  ],
};

export default config;
