import { sharedNextConfig } from '@flash/web/server';
import type { NextConfig } from 'next';

const sale = '/dashboard/flash-sales/:id';

const config: NextConfig = {
  ...sharedNextConfig(import.meta.dirname),
  redirects: async () => [
    { source: '/', destination: '/dashboard/flash-sales', permanent: false },
    { source: '/dashboard', destination: '/dashboard/flash-sales', permanent: false },
  ],
  // Static pages serve dynamic paths; they read the id or token from the address.
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
